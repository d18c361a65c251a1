import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createVault, takePassphrase, type VaultOptions } from '../../../src/main/secrets/vault/vault.ts';
import { systemClock } from '../../../src/main/system/clock.ts';
import { takeFileLock } from '../../../src/main/system/file-lock.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { cheap } from '../../support/memory-secrets.ts';
import { fill, makeReadOnly, smallDisk } from '../../support/small-disk.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const passphrase = 'correct horse battery';

const newFile = () => join(temporaryDirectory(), 'slipway', 'vault');
const vaultAt = (file: string, options: Partial<VaultOptions> = {}) =>
  createVault({ file, clock: systemClock, cost: cheap, ...options });

async function unlockedVault(file = newFile()) {
  const vault = vaultAt(file);
  await vault.create(passphrase);
  return { vault, file };
}

describe('making and opening', () => {
  test('there is none until somebody makes one; then it keeps secrets for whoever unlocks it', async () => {
    const file = newFile();
    const vault = vaultAt(file);
    expect(await vault.status()).toMatchObject({ state: 'none', file, secrets: [] });
    expect(await vault.get('a')).toBeUndefined();
    await expect(vault.set('a', 'x')).rejects.toMatchObject({ code: 'precondition' });
    await expect(vault.unlock(passphrase)).rejects.toMatchObject({ code: 'precondition' });
    expect(existsSync(dirname(file))).toBe(false);

    await vault.create(passphrase);
    await vault.set('a', 'value of a');
    await vault.set('b', 'value of b');
    expect(await vault.status()).toMatchObject({ state: 'unlocked', secrets: ['a', 'b'] });
    const other = vaultAt(file);
    expect(await other.status()).toMatchObject({ state: 'locked', secrets: ['a', 'b'] });
    await expect(other.get('a')).rejects.toMatchObject({
      code: 'unavailable',
      details: { related: { vault: 'locked' } },
    });
    await expect(other.set('a', 'x')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(other.delete('a')).rejects.toMatchObject({ code: 'unavailable' });
    expect(await other.get('c')).toBeUndefined();
    expect(await other.delete('c')).toBe(false);
    await other.unlock(passphrase);
    expect(await other.get('a')).toBe('value of a');
    expect(await other.delete('a')).toBe(true);
    expect(await vault.get('a')).toBeUndefined();
  });

  test.skipIf(process.platform === 'win32')('its file and its directory are for its user alone', async () => {
    const { vault, file } = await unlockedVault();
    await vault.set('a', 'x');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
    expect(readdirSync(dirname(file)).sort()).toEqual(['vault', 'vault.lock']);
  });

  test('a wrong passphrase is told from a damaged file, and neither changes anything', async () => {
    const { vault, file } = await unlockedVault();
    await vault.set('a', 'x');
    const before = readFileSync(file, 'utf8');
    const other = vaultAt(file);
    await expect(other.unlock('correct horse batterz')).rejects.toMatchObject({ code: 'auth' });
    expect(readFileSync(file, 'utf8')).toBe(before);

    const damaged = before.slice(0, -30);
    writeFileSync(file, damaged);
    await expect(other.unlock(passphrase)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('cannot be used'),
      details: { related: { vault: 'unusable' } },
    });
    expect(await other.status()).toMatchObject({
      state: 'unusable',
      hint: expect.stringContaining('backup'),
    });
    await expect(vault.get('a')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(vault.create(passphrase)).rejects.toMatchObject({ code: 'conflict' });
    expect(readFileSync(file, 'utf8')).toBe(damaged);
  });

  test('a vault of a newer Slipway is left alone', async () => {
    const { vault, file } = await unlockedVault();
    const newer = readFileSync(file, 'utf8').replace('"version":1', '"version":7');
    writeFileSync(file, newer);
    expect(await vault.status()).toMatchObject({
      state: 'unusable',
      message: expect.stringContaining('newer Slipway (format 7'),
    });
    await expect(vault.set('a', 'x')).rejects.toMatchObject({ code: 'unavailable' });
    expect(readFileSync(file, 'utf8')).toBe(newer);
  });

  test('there is one at most, and it is not made anew over another', async () => {
    const { file } = await unlockedVault();
    await expect(vaultAt(file).create('another passphrase')).rejects.toMatchObject({ code: 'conflict' });
  });

  test('locked again, it gives nothing away', async () => {
    const { vault } = await unlockedVault();
    await vault.set('a', 'x');
    vault.lock();
    await expect(vault.get('a')).rejects.toMatchObject({ code: 'unavailable' });
    expect(await vault.status()).toMatchObject({ state: 'locked' });
    await vault.unlock(passphrase);
    expect(await vault.get('a')).toBe('x');
  });

  test('a passphrase is the same however a keyboard writes its letters', async () => {
    const file = newFile();
    await vaultAt(file).create('schlüssel für alles'.normalize('NFD'));
    await vaultAt(file).unlock('schlüssel für alles'.normalize('NFC'));
  });

  test('a new passphrase is the only one from then on, for others, too', async () => {
    const { vault, file } = await unlockedVault();
    await vault.set('a', 'x');
    const other = vaultAt(file);
    await other.unlock(passphrase);
    const salt = () => /"salt":"[^"]+"/.exec(readFileSync(file, 'utf8'))?.[0];
    const before = salt();
    await expect(vault.changePassphrase('wrong passphrase', 'battery horse correct')).rejects.toMatchObject({
      code: 'auth',
    });
    await vault.changePassphrase(passphrase, 'battery horse correct');
    expect(salt()).not.toBe(before);
    expect(await vault.get('a')).toBe('x');
    expect(await other.status()).toMatchObject({ state: 'locked' });
    await expect(other.get('a')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(other.unlock(passphrase)).rejects.toMatchObject({ code: 'auth' });
    await other.unlock('battery horse correct');
    expect(await other.get('a')).toBe('x');
  });

  test.skipIf(process.platform === 'win32')('a vault that is a link stays one', async () => {
    const { vault, file } = await unlockedVault();
    await vault.set('a', 'x');
    const link = newFile();
    mkdirSync(dirname(link));
    symlinkSync(file, link);
    const linked = vaultAt(link);
    await linked.unlock(passphrase);
    await linked.set('a', 'y');
    expect(await vault.get('a')).toBe('y');
  });
});

describe('where nobody can be asked', () => {
  test('the passphrase of the environment opens it when something in it is needed', async () => {
    const { vault, file } = await unlockedVault();
    await vault.set('a', 'x');
    const env: NodeJS.ProcessEnv = { SLIPWAY_VAULT_PASSPHRASE: passphrase, OTHER: 'stays' };
    const headless = vaultAt(file, { passphrase: takePassphrase(env) });
    expect(env).toEqual({ OTHER: 'stays' });
    expect(takePassphrase(env)).toBeUndefined();
    expect(await Promise.all([headless.get('a'), headless.get('a'), headless.status()])).toMatchObject([
      'x',
      'x',
      { state: 'unlocked' },
    ]);
    headless.lock();
    await expect(headless.get('a')).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('a wrong one is told as what it is, once and for all', async () => {
    const { vault, file } = await unlockedVault();
    await vault.set('a', 'x');
    const headless = vaultAt(file, { passphrase: 'correct horse batterz' });
    await expect(headless.get('a')).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('SLIPWAY_VAULT_PASSPHRASE is not its passphrase'),
    });
    expect(await headless.status()).toMatchObject({ state: 'locked' });
    await headless.unlock(passphrase);
    expect(await headless.get('a')).toBe('x');
  });

  test('locking it before it was needed forgets the passphrase', async () => {
    const { vault, file } = await unlockedVault();
    await vault.set('a', 'x');
    const headless = vaultAt(file, { passphrase });
    headless.lock();
    await expect(headless.get('a')).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('every passphrase and value that passes through is told to those who keep it out of texts', async () => {
    const { vault, file } = await unlockedVault();
    await vault.set('a', 'value of a');
    const told: string[] = [];
    const other = vaultAt(file, { remember: value => told.push(value), passphrase });
    await other.get('a');
    await other.set('b', 'value of b');
    await other.changePassphrase(passphrase, 'battery horse correct');
    expect(new Set(told)).toEqual(new Set([passphrase, 'value of a', 'value of b', 'battery horse correct']));
  });
});

describe('several at once', () => {
  test('changes of several engines are all there in the end', async () => {
    const { file } = await unlockedVault();
    const vaults = await Promise.all(
      ['a', 'b', 'c'].map(async name => {
        const vault = vaultAt(file);
        await vault.unlock(passphrase);
        return { name, vault };
      }),
    );
    await Promise.all(
      vaults.flatMap(({ name, vault }) =>
        Array.from({ length: 10 }, (_, n) => vault.set(`${name}${n}`, `${name} ${n}`)),
      ),
    );
    const [first] = vaults;
    expect(await first?.vault.names()).toHaveLength(30);
    expect(await first?.vault.get('c7')).toBe('c 7');
  });

  test('while another process changes it for ever, it is given up and nothing is changed', async () => {
    const { vault, file } = await unlockedVault();
    await vault.set('a', 'x');
    const clock = new FakeClock();
    const waiting = vaultAt(file, { clock });
    await waiting.unlock(passphrase);
    const lock = takeFileLock(`${file}.lock`);
    let outcome: unknown;
    const set = waiting.set('a', 'y').catch((cause: unknown) => (outcome = cause));
    while (outcome === undefined) {
      clock.advance(1_000);
      await new Promise(setImmediate);
    }
    await set;
    expect(outcome).toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('Another process is changing'),
    });
    lock?.release();
    expect(await vault.get('a')).toBe('x');
  });
});

describe('where it cannot be written', () => {
  test('a full disk leaves the vault as it was', async context => {
    const disk = smallDisk('200k');
    if (disk === undefined) return context.skip();
    const { vault, file } = await unlockedVault(join(disk, 'vault'));
    await vault.set('a', 'x');
    const before = readFileSync(file, 'utf8');
    fill(join(disk, 'films'));
    await expect(vault.set('b', 'y'.repeat(8_000))).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/^The disk that holds .*vault is full: the vault was not changed$/),
    });
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(readdirSync(disk).filter(name => name.includes('tmp'))).toEqual([]);
  });

  test('a disk that can only be read says so', async context => {
    const disk = smallDisk('200k');
    if (disk === undefined) return context.skip();
    const { vault, file } = await unlockedVault(join(disk, 'vault'));
    await vault.set('a', 'x');
    makeReadOnly(disk);
    await expect(vault.set('a', 'y')).rejects.toMatchObject({
      code: 'unavailable',
      message: `The vault ${file} could not be written (EROFS): it was not changed`,
    });
    expect(await vault.get('a')).toBe('x');
  });

  test('a directory that cannot be made says so', async () => {
    const inTheWay = join(temporaryDirectory(), 'file');
    writeFileSync(inTheWay, '');
    await expect(vaultAt(join(inTheWay, 'vault')).create(passphrase)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('could not be written'),
    });
  });

  test('a file that cannot be read is none that can be used', async () => {
    const directory = join(temporaryDirectory(), 'vault');
    mkdirSync(directory);
    expect(await vaultAt(directory).status()).toMatchObject({
      state: 'unusable',
      message: expect.stringContaining('cannot be read (EISDIR)'),
    });
  });
});
