import { delimiter, join } from 'node:path';

const withTray = join(import.meta.dirname, 'tray');

/**
 * The environment of a desktop session of its own, whatever the machine has: no tray unless there shall be one, and what
 * starts at login kept in `configuration`.
 */
export function desktopSession(configuration: string, options: { tray: boolean }): Record<string, string> {
  const { PATH = '' } = process.env;
  return {
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent',
    XDG_CONFIG_HOME: configuration,
    PATH: options.tray ? [withTray, PATH].join(delimiter) : PATH,
  };
}
