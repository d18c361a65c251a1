import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hasTrayHost } from '../../../src/main/desktop/tray-host.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

/** A PATH with these programs only; each is a shell script. */
function programs(scripts: Record<string, string>): string {
  const directory = temporaryDirectory();
  mkdirSync(directory, { recursive: true });
  for (const [name, script] of Object.entries(scripts)) {
    const file = join(directory, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }
  return directory;
}

const bus = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' };
const has = (scripts: Record<string, string>, environment: NodeJS.ProcessEnv = bus) =>
  hasTrayHost('linux', { ...environment, PATH: programs(scripts) });

test.runIf(process.platform === 'linux')('the session bus is asked who shows icons', async () => {
  const asked = String.raw`case "$*" in *NameHasOwner*StatusNotifierWatcher*) echo "   boolean true";; esac`;
  expect(await has({ 'dbus-send': asked })).toBe(true);
  expect(await has({ 'dbus-send': 'echo "   boolean false"' })).toBe(false);
  expect(await has({ gdbus: 'echo "(true,)"' })).toBe(true);
  expect(await has({ 'dbus-send': 'exit 1', gdbus: 'echo "(false,)"' })).toBe(false);
});

test.runIf(process.platform === 'linux')('where nobody can be asked there is no tray', async () => {
  expect(await has({})).toBe(false);
  // They would start a bus of their own.
  expect(await has({ 'dbus-send': 'echo true' }, {})).toBe(false);
});

test('other systems always have one', async () => {
  expect(await hasTrayHost('win32', {})).toBe(true);
  expect(await hasTrayHost('darwin', {})).toBe(true);
});
