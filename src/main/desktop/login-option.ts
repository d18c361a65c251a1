import type { MenuItemConstructorOptions } from 'electron';

/** The setting "Start at login" as an item of a menu; `startAtLogin` is null where the system offers no way. */
export function loginItemOption(
  startAtLogin: boolean | null,
  set: (on: boolean) => void,
): MenuItemConstructorOptions {
  const available = startAtLogin !== null;
  return {
    id: 'start_at_login',
    type: 'checkbox',
    label: available ? 'Start at login' : 'Start at login: not available here',
    enabled: available,
    checked: startAtLogin === true,
    click: () => set(startAtLogin !== true),
  };
}
