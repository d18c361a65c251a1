import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createNodeSpawn } from '../../../src/main/processes/node-process.ts';
import { answerMs, createKeychain, patienceMs } from '../../../src/main/secrets/keychain/client.ts';
import { systemClock } from '../../../src/main/system/clock.ts';
import { entryPoint } from '../../../src/main/system/places.ts';
import { silentLog } from '../../support/engine-options.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { watchLeaks } from '../../support/leaks.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

/** The keychain as a process that finds its session bus at this address. */
function keychainOn(bus: string, clock = systemClock) {
  const before = process.env.DBUS_SESSION_BUS_ADDRESS;
  process.env.DBUS_SESSION_BUS_ADDRESS = bus;
  onTestFinished(() => {
    if (before === undefined) delete process.env.DBUS_SESSION_BUS_ADDRESS;
    else process.env.DBUS_SESSION_BUS_ADDRESS = before;
  });
  const checkLeaks = watchLeaks('/nowhere');
  const keychain = createKeychain({
    clock,
    spawn: createNodeSpawn(silentLog),
    entry: entryPoint('keychain'),
  });
  onTestFinished(async () => {
    await keychain.close();
    await checkLeaks();
  });
  return keychain;
}

/** A session bus with nothing on it; undefined where there is no program for one. */
async function emptyBus(): Promise<string | undefined> {
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const failed = once(bus, 'error').then(() => undefined);
  const told = once(createInterface(bus.stdout), 'line').then(([line]) => String(line));
  onTestFinished(async () => {
    if (!bus.kill() || bus.exitCode !== null) return;
    await once(bus, 'exit');
  });
  return await Promise.race([failed, told]);
}

// Elsewhere the keychain is no service on a bus, and asking it might ask a person.
describe.runIf(process.platform === 'linux')('the Secret Service', () => {
  test('that is not there, for want of a bus, is no keychain', async () => {
    const keychain = keychainOn(`unix:path=${join(temporaryDirectory(), 'nobody')}`);
    await expect(keychain.get('a')).rejects.toMatchObject({ problem: 'none' });
    await expect(keychain.check()).rejects.toMatchObject({ problem: 'none' });
    await expect(keychain.set('a', 'canary')).rejects.toMatchObject({ problem: 'none' });
  });

  test('that is not there, on a bus without one, is no keychain', async context => {
    const bus = await emptyBus();
    if (bus === undefined) return context.skip();
    const keychain = keychainOn(bus);
    await expect(keychain.has('a')).rejects.toMatchObject({ problem: 'none' });
    await expect(keychain.delete('a')).rejects.toMatchObject({ problem: 'none' });
  });

  test('that never answers holds up neither this process nor whoever asked, beyond its time', async () => {
    const path = join(temporaryDirectory(), 'bus');
    const connected = Promise.withResolvers<void>();
    const server = createServer(socket => {
      // As a service that waits for a person: the library waits with it, in the middle of its own code.
      socket.on('data', () => connected.resolve()).on('error', () => {});
    });
    server.listen(path);
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const clock = new FakeClock();
    const keychain = keychainOn(`unix:path=${path}`, clock);
    const outcomeOf = (work: Promise<unknown>) => work.catch((cause: unknown) => cause);
    const get = outcomeOf(keychain.get('a'));
    const has = outcomeOf(keychain.has('b'));
    await connected.promise;
    clock.advance(patienceMs);
    expect(await has).toMatchObject({ problem: 'silent' });
    clock.advance(answerMs);
    expect(await get).toMatchObject({ problem: 'silent' });
  });
});
