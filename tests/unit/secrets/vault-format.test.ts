import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  deriveKeys,
  fits,
  type Header,
  newKdf,
  open,
  parse,
  seal,
  usualCost,
  VaultFileError,
  wipe,
} from '../../../src/main/secrets/vault/format.ts';
import { cheap } from '../../support/memory-secrets.ts';

const keysOf = (passphrase: string, kdf = newKdf(cheap)) => deriveKeys(Buffer.from(passphrase), kdf);
const secrets = {
  warehouse: '-----BEGIN PRIVATE KEY-----\nMIIE\n',
  chat: 'https://chat.example.com/x',
  ü: 'ß€',
};

/** The file with another header, or another body, and a checksum that fits. */
function forged(
  file: string,
  change: { header?: (header: Header) => unknown; body?: (body: Buffer) => Buffer },
): string {
  const [first = '', second = ''] = file.split('\n');
  const { header = (same: Header) => same, body = (same: Buffer) => same } = change;
  const lines = `${JSON.stringify(header(JSON.parse(first) as Header))}\n${body(Buffer.from(second, 'base64')).toString('base64')}\n`;
  return `${lines}${createHash('sha256').update(lines).digest('hex')}\n`;
}

const reasonOf = (work: () => unknown): string => {
  try {
    work();
  } catch (cause) {
    if (cause instanceof VaultFileError) return cause.reason;
    throw cause;
  }
  return 'none';
};

describe('a vault', () => {
  test('gives back what was put into it, to whoever has the passphrase', async () => {
    const keys = await keysOf('correct horse battery');
    const sealed = parse(seal(keys, secrets));
    const again = await keysOf('correct horse battery', sealed.header.kdf);
    expect(fits(again, sealed)).toBe(true);
    expect({ ...open(again, sealed) }).toEqual(secrets);
    expect({ ...open(keys, parse(seal(keys, {}))) }).toEqual({});
  });

  test('is made with scrypt and AES-256-GCM of the strength that is promised', () => {
    const { n, r, p, salt } = newKdf(usualCost);
    expect({ n, r, p }).toEqual({ n: 131_072, r: 8, p: 1 });
    expect(Buffer.from(salt, 'base64')).toHaveLength(32);
    expect(newKdf(usualCost).salt).not.toBe(salt);
  });

  test('shows names, and neither a value nor how long it is; each writing has a nonce of its own', async () => {
    const keys = await keysOf('correct horse battery');
    const files = [seal(keys, secrets), seal(keys, secrets), seal(keys, { ...secrets, chat: 'short' })];
    const parsed = files.map(parse);
    expect(parsed[0]?.header.names).toEqual(['chat', 'warehouse', 'ü']);
    expect(new Set(parsed.map(({ header }) => header.nonce)).size).toBe(3);
    expect(new Set(parsed.map(({ body }) => body.toString('hex'))).size).toBe(3);
    expect(new Set(parsed.map(({ body }) => body.length)).size).toBe(1);
    for (const value of Object.values(secrets)) expect(files.join()).not.toContain(value.trim());
  });

  test('is not opened by another passphrase', async () => {
    const sealed = parse(seal(await keysOf('correct horse battery'), secrets));
    const wrong = await keysOf('correct horse batterz', sealed.header.kdf);
    expect(fits(wrong, sealed)).toBe(false);
    expect(reasonOf(() => open(wrong, sealed))).toBe('damaged');
  });

  test('that was cut off anywhere is damaged, whatever the passphrase', async () => {
    const file = seal(await keysOf('correct horse battery'), secrets);
    for (let length = 0; length < file.length; length += 7) {
      expect(reasonOf(() => parse(file.slice(0, length)))).toBe('damaged');
    }
    expect(reasonOf(() => parse(`${file}\n`))).toBe('damaged');
  });

  test('with any byte changed by accident is damaged', async () => {
    const file = seal(await keysOf('correct horse battery'), secrets);
    for (let at = 0; at < file.length; at += 11) {
      const other = file[at] === 'A' ? 'B' : 'A';
      expect(reasonOf(() => parse(file.slice(0, at) + other + file.slice(at + 1)))).toBe('damaged');
    }
  });

  test('whose header somebody changed, checksum and all, is not opened', async () => {
    const keys = await keysOf('correct horse battery');
    const file = seal(keys, secrets);
    const names = parse(forged(file, { header: header => ({ ...header, names: ['chat'] }) }));
    expect(fits(keys, names)).toBe(true);
    expect(reasonOf(() => open(keys, names))).toBe('damaged');
    const nonce = parse(
      forged(file, { header: header => ({ ...header, nonce: Buffer.alloc(12).toString('base64') }) }),
    );
    expect(reasonOf(() => open(keys, nonce))).toBe('damaged');
    // What the key is made with cannot be told from a passphrase that is wrong.
    const weaker = parse(
      forged(file, { header: header => ({ ...header, kdf: { ...header.kdf, n: cheap / 2 } }) }),
    );
    expect(fits(await keysOf('correct horse battery', weaker.header.kdf), weaker)).toBe(false);
  });

  test('whose secrets somebody changed, cut or swapped for older ones is not opened', async () => {
    const keys = await keysOf('correct horse battery');
    const file = seal(keys, secrets);
    const older = parse(seal(keys, { ...secrets, chat: 'before' }));
    const flip = (body: Buffer) => {
      body[3] = (body[3] ?? 0) ^ 1;
      return body;
    };
    for (const body of [
      flip,
      () => older.body,
      () => Buffer.alloc(0),
      (all: Buffer) => all.subarray(0, -1),
    ]) {
      const sealed = parse(forged(file, { body }));
      expect(fits(keys, sealed)).toBe(true);
      expect(reasonOf(() => open(keys, sealed))).toBe('damaged');
    }
  });

  test('of a newer format is told from one that is damaged', async () => {
    const file = seal(await keysOf('correct horse battery'), secrets);
    const newer = forged(file, { header: header => ({ ...header, version: 2, cipher: 'aegis', kdf: null }) });
    expect(reasonOf(() => parse(newer))).toBe('newer');
    for (const version of [0, -1, 1.5, '1', null]) {
      expect(reasonOf(() => parse(forged(file, { header: header => ({ ...header, version }) })))).toBe(
        'damaged',
      );
    }
    expect(reasonOf(() => parse('SQLite format 3\n\n\n'))).toBe('damaged');
    expect(reasonOf(() => parse('null\n\n\n'))).toBe('damaged');
  });

  test.each([
    { n: 2 ** 40 },
    { n: 100_000 },
    { n: 1 },
    { r: 1_000 },
    { p: 0 },
    { name: 'pbkdf2' },
    { salt: 7 },
  ])('that asks for %o of the machine is not read', async kdf => {
    const file = seal(await keysOf('correct horse battery'), secrets);
    const asking = forged(file, { header: header => ({ ...header, kdf: { ...header.kdf, ...kdf } }) });
    expect(reasonOf(() => parse(asking))).toBe('damaged');
  });

  test('forgets its keys when it is told to', async () => {
    const keys = await keysOf('correct horse battery');
    wipe(keys);
    expect([...keys.cipher, ...keys.check].every(byte => byte === 0)).toBe(true);
  });
});
