import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  autostartEntry,
  autostartFile,
  isAutostarted,
  setAutostart,
} from '../../../src/main/desktop/autostart-entry.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

test('the entry is below XDG_CONFIG_HOME where that is absolute', () => {
  expect(autostartFile({ XDG_CONFIG_HOME: '/etc/me' })).toBe('/etc/me/autostart/slipway.desktop');
  const usual = join(homedir(), '.config/autostart/slipway.desktop');
  expect(autostartFile({ XDG_CONFIG_HOME: 'config' })).toBe(usual);
  expect(autostartFile({})).toBe(usual);
});

test('it is made, seen and removed', () => {
  const file = join(temporaryDirectory(), 'autostart/slipway.desktop');
  expect(isAutostarted(file)).toBe(false);
  setAutostart(file, ['/opt/slipway', '--at-login']);
  expect(isAutostarted(file)).toBe(true);
  expect(readdirSync(join(file, '..'))).toEqual(['slipway.desktop']);
  setAutostart(file, null);
  setAutostart(file, null);
  expect(isAutostarted(file)).toBe(false);
});

test.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])('one with %s is switched off', line => {
  const directory = temporaryDirectory();
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'slipway.desktop');
  writeFileSync(file, `[Desktop Entry]\nExec="/opt/slipway"\n${line}\n`);
  expect(isAutostarted(file)).toBe(false);
  setAutostart(file, ['/opt/slipway']);
  expect(readFileSync(file, 'utf8')).not.toContain(line);
  expect(isAutostarted(file)).toBe(true);
});

test('paths of any name are arguments of the command, and nothing else', () => {
  const exec = (...command: string[]) => autostartEntry(command).match(/^Exec=(.*)$/m)?.[1];
  expect(exec('/opt/My Tools/slipway', '--at-login')).toBe('"/opt/My Tools/slipway" "--at-login"');
  // Of the file's string: backslashes are doubled. Of the command line: the escaped characters of the specification.
  expect(exec('/a"b')).toBe(String.raw`"/a\\"b"`);
  expect(exec('/a`$(x)')).toBe(String.raw`"/a\\` + '`' + String.raw`\\$(x)"`);
  expect(exec(String.raw`/a\b`)).toBe(String.raw`"/a\\\\b"`);
  expect(exec('/100%f')).toBe('"/100%%f"');
  expect(exec('/a\nHidden=true')).toBe(String.raw`"/a\nHidden=true"`);
});
