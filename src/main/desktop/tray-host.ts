import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withoutSecrets } from '../../shared/domain/secrets.ts';

const watcher = 'org.kde.StatusNotifierWatcher';

/** Programs that ask the session bus whether a name has an owner; one of them is on every desktop. */
const questions: [program: string, ...args: string[]][] = [
  [
    'dbus-send',
    '--session',
    '--print-reply',
    '--reply-timeout=2000',
    '--dest=org.freedesktop.DBus',
    '/org/freedesktop/DBus',
    'org.freedesktop.DBus.NameHasOwner',
    `string:${watcher}`,
  ],
  [
    'gdbus',
    'call',
    '--session',
    '--dest=org.freedesktop.DBus',
    '--object-path=/org/freedesktop/DBus',
    '--method=org.freedesktop.DBus.NameHasOwner',
    watcher,
  ],
];

/** How long the session bus may take to answer. */
const answerMs = 3_000;

/**
 * Whether the desktop shows icons in a tray. Windows and macOS always do. Some desktops of Linux have none (GNOME without
 * its extension), and Electron does not tell: an icon is then created and never seen. Those that have one own the name
 * of the StatusNotifierItem specification on the session bus.
 */
export async function hasTrayHost(
  platform: NodeJS.Platform = process.platform,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<boolean> {
  if (platform !== 'linux') return true;
  const bus = sessionBus(environment);
  if (bus === undefined) return false;
  const env = { ...withoutSecrets(environment), DBUS_SESSION_BUS_ADDRESS: bus };
  for (const [program, ...args] of questions) {
    try {
      const { stdout } = await promisify(execFile)(program, args, { env, timeout: answerMs });
      return /\btrue\b/.test(stdout);
    } catch {
      // It is not installed, or the bus did not answer it.
    }
  }
  return false;
}

/** Asked for without an address, these programs would start a bus of their own. */
function sessionBus({ DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR }: NodeJS.ProcessEnv): string | undefined {
  if (DBUS_SESSION_BUS_ADDRESS) return DBUS_SESSION_BUS_ADDRESS;
  const socket = XDG_RUNTIME_DIR === undefined ? undefined : join(XDG_RUNTIME_DIR, 'bus');
  return socket !== undefined && existsSync(socket) ? `unix:path=${socket}` : undefined;
}
