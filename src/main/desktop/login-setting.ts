import { dialog } from 'electron';
import type { LoginItem } from './login-item.ts';

/** The setting "Start at login", as the menus show it. */
export interface LoginSetting {
  /** Null where the system offers no way. */
  value: () => boolean | null;
  set: (on: boolean) => void;
}

/** `onChange` is called after every attempt to change it: what the menus show may be wrong by then. */
export function createLoginSetting(item: LoginItem | null, onChange: () => void): LoginSetting {
  return {
    value() {
      try {
        return item?.isSet() ?? null;
      } catch {
        // An entry that cannot be read cannot be relied on either.
        return null;
      }
    },
    set(on) {
      try {
        item?.set(on);
      } catch (error) {
        dialog.showErrorBox(
          `Slipway will ${on ? 'not' : 'still'} start at login`,
          error instanceof Error ? error.message : String(error),
        );
      }
      onChange();
    },
  };
}
