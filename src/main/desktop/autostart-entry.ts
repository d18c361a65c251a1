import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';

/**
 * Where desktops of Linux look for what starts at login (the Desktop Application Autostart Specification); a relative
 * XDG_CONFIG_HOME counts as none (XDG Base Directory Specification).
 */
export function autostartFile(environment: NodeJS.ProcessEnv = process.env): string {
  const { XDG_CONFIG_HOME = '' } = environment;
  const configuration = isAbsolute(XDG_CONFIG_HOME) ? XDG_CONFIG_HOME : join(homedir(), '.config');
  return join(configuration, 'autostart', 'slipway.desktop');
}

/** Whether the entry is there and not switched off: desktops do that by a line of it rather than by removing it. */
export function isAutostarted(file: string): boolean {
  if (!existsSync(file)) return false;
  const lines = readFileSync(file, 'utf8').split('\n');
  return !lines.some(line => /^(Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/.test(line));
}

/** Makes the entry, in one step, or removes it. Throws what the file system throws. */
export function setAutostart(file: string, command: readonly string[] | null): void {
  if (command === null) return rmSync(file, { force: true });
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.new`;
  writeFileSync(draft, autostartEntry(command));
  renameSync(draft, file);
}

/** The text of the entry that starts `command`. */
export function autostartEntry(command: readonly string[]): string {
  const lines = [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Slipway',
    'Comment=Runs scheduled jobs',
    `Exec=${command.map(quote).join(' ')}`,
    'Terminal=false',
  ];
  return `${lines.join('\n')}\n`;
}

/**
 * An argument as the Exec key has it (Desktop Entry Specification): quoted, with `"`, `` ` ``, `$` and `\` escaped; the
 * backslashes of that are escaped again as in every string of the file, and `%` would begin a field code.
 */
function quote(argument: string): string {
  const quoted = `"${argument.replaceAll(/["`$\\]/g, String.raw`\$&`)}"`;
  const inFile = quoted.replaceAll('\\', String.raw`\\`).replaceAll('\n', String.raw`\n`);
  return inFile.replaceAll('%', '%%');
}
