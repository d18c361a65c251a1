import { app } from 'electron';
import { autostartFile, isAutostarted, setAutostart } from './autostart-entry.ts';

/** Given to the application when it is started at login: it then waits in the tray. */
export const atLoginSwitch = '--at-login';

export interface LoginItem {
  isSet(): boolean;
  /** Throws what keeps the system from it. */
  set(on: boolean): void;
}

/** The application among what the system starts at login; null where the system offers no way. */
export function findLoginItem(
  platform: NodeJS.Platform = process.platform,
  environment: NodeJS.ProcessEnv = process.env,
): LoginItem | null {
  if (platform === 'darwin' || platform === 'win32') return systemLoginItem(platform);
  // What such a package writes the desktop does not see, and its program cannot be started by its path.
  const isBoxed = environment['FLATPAK_ID'] !== undefined || environment['SNAP'] !== undefined;
  if (platform !== 'linux' || isBoxed) return null;
  const file = autostartFile(environment);
  const command = [environment['APPIMAGE'] ?? process.execPath, ...applicationArguments(), atLoginSwitch];
  return {
    isSet: () => isAutostarted(file),
    set: on => setAutostart(file, on ? command : null),
  };
}

/** Whether the system started the application, rather than a person. */
export function startedAtLogin(): boolean {
  if (process.argv.includes(atLoginSwitch)) return true;
  return process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
}

function systemLoginItem(platform: 'darwin' | 'win32'): LoginItem | null {
  // In development the application is Electron itself, and macOS takes no arguments.
  if (platform === 'darwin' && !app.isPackaged) return null;
  const args = [...applicationArguments().map(path => `"${path}"`), atLoginSwitch];
  const which = platform === 'win32' ? { path: process.execPath, args } : {};
  return {
    isSet: () => app.getLoginItemSettings(which).openAtLogin,
    set: on => app.setLoginItemSettings({ openAtLogin: on, ...which }),
  };
}

/** In development Electron has to be told which application it is. */
function applicationArguments(): string[] {
  return app.isPackaged ? [] : [app.getAppPath()];
}
