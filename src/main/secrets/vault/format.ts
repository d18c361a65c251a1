import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  scrypt,
  timingSafeEqual,
} from 'node:crypto';

/**
 * A vault is three lines of text: a header in JSON, the encrypted secrets in Base64, and the SHA-256 of both lines in
 * hexadecimal. The secrets are one JSON object, padded so that its length tells little, under AES-256-GCM with the header's
 * bytes as what is authenticated with them. The key is made of the passphrase by scrypt, whose parameters are in the header.
 *
 * The checksum tells a file that was damaged from a passphrase that is wrong; `check`, made with a key of its own, tells a wrong
 * passphrase from secrets that somebody changed.
 */
export interface Header {
  format: 'slipway-vault';
  version: number;
  kdf: Kdf;
  /** Of the passphrase, in hexadecimal. */
  check: string;
  cipher: 'aes-256-gcm';
  /** Of 96 bits, new with every writing; in Base64. */
  nonce: string;
  /** Names of the secrets: known while the vault is locked, as they are in definitions anyway. */
  names: string[];
}

/** How a key is made of a passphrase. The salt is in Base64. */
export interface Kdf {
  name: 'scrypt';
  n: number;
  r: number;
  p: number;
  salt: string;
}

/** A vault as it was read. */
export interface Sealed {
  header: Header;
  headerLine: string;
  body: Buffer;
}

/** Made of a passphrase for one salt. */
export interface Keys {
  kdf: Kdf;
  cipher: Buffer;
  check: Buffer;
}

/** What a file is, in place of a vault that can be read. */
export class VaultFileError extends Error {
  readonly reason: 'damaged' | 'newer';
  constructor(reason: 'damaged' | 'newer', message: string) {
    super(message);
    this.name = 'VaultFileError';
    this.reason = reason;
  }
}

export const formatVersion = 1;
const saltBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const keyBytes = 32;
const padTo = 1_024;
/** 128 MiB and about a third of a second for each try: what OWASP asks for at the least. */
export const usualCost = 2 ** 17;
/** What a file may ask of the machine that reads it: 1 GiB. */
const maxCost = 2 ** 20;

export function newKdf(cost: number): Kdf {
  return { name: 'scrypt', n: cost, r: 8, p: 1, salt: randomBytes(saltBytes).toString('base64') };
}

/** Takes 128 MiB and a moment; does not block. The same passphrase, however it was typed, makes the same keys. */
export async function deriveKeys(passphrase: Buffer, kdf: Kdf): Promise<Keys> {
  const { n: N, r, p, salt } = kdf;
  const options = { N, r, p, maxmem: 2 * 128 * N * r };
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  scrypt(passphrase, Buffer.from(salt, 'base64'), 2 * keyBytes, options, (cause, derived) => {
    if (cause) reject(cause);
    else resolve(derived);
  });
  const derived = await promise;
  // One memory for both: wiped as one.
  return { kdf, cipher: derived.subarray(0, keyBytes), check: derived.subarray(keyBytes) };
}

export function wipe({ cipher, check }: Keys): void {
  cipher.fill(0);
  check.fill(0);
}

/** Whether these keys, and with them the passphrase, are those of the vault. */
export function fits(keys: Keys, { header }: Sealed): boolean {
  if (!sameKdf(keys.kdf, header.kdf)) return false;
  const wanted = Buffer.from(header.check, 'hex');
  const given = checkOf(keys);
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}

export function sameKdf(a: Kdf, b: Kdf): boolean {
  return kdfText(a) === kdfText(b);
}

const kdfText = ({ name, n, r, p, salt }: Kdf) => [name, n, r, p, salt].join(' ');

function checkOf(keys: Keys): Buffer {
  return createHmac('sha256', keys.check)
    .update(`slipway-vault ${kdfText(keys.kdf)}`)
    .digest();
}

/** The file of a vault with these secrets. */
export function seal(keys: Keys, secrets: Readonly<Record<string, string>>): string {
  const nonce = randomBytes(nonceBytes);
  const header: Header = {
    format: 'slipway-vault',
    version: formatVersion,
    kdf: keys.kdf,
    check: checkOf(keys).toString('hex'),
    cipher: 'aes-256-gcm',
    nonce: nonce.toString('base64'),
    names: Object.keys(secrets).sort(),
  };
  const headerLine = JSON.stringify(header);
  const text = JSON.stringify(secrets);
  const bytes = Buffer.byteLength(text);
  const plain = Buffer.from(text + ' '.repeat(Math.ceil(bytes / padTo) * padTo - bytes));
  const cipher = createCipheriv('aes-256-gcm', keys.cipher, nonce).setAAD(Buffer.from(headerLine));
  const body = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  plain.fill(0);
  const lines = `${headerLine}\n${body.toString('base64')}\n`;
  return `${lines}${checksum(lines)}\n`;
}

/** Throws `VaultFileError` for what is no vault of this version. Says nothing of whether it can be opened. */
export function parse(text: string): Sealed {
  const [headerLine = '', body = '', sum = '', ...rest] = text.split('\n');
  const header = headerOf(headerLine);
  const whole = rest.length === 1 && rest[0] === '' && sum === checksum(`${headerLine}\n${body}\n`);
  if (!whole) throw damaged('it is not as it was written');
  return { header, headerLine, body: Buffer.from(body, 'base64') };
}

/** Throws `VaultFileError` where the secrets, or the header, are not those that were written with these keys. */
export function open(keys: Keys, { header, headerLine, body }: Sealed): Record<string, string> {
  const plain: Buffer[] = [];
  try {
    const nonce = Buffer.from(header.nonce, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', keys.cipher, nonce, { authTagLength: tagBytes })
      .setAAD(Buffer.from(headerLine))
      .setAuthTag(body.subarray(-tagBytes));
    plain.push(decipher.update(body.subarray(0, -tagBytes)), decipher.final());
    // The prototype of what JSON makes has names of its own.
    return Object.assign(Object.create(null), JSON.parse(Buffer.concat(plain).toString()));
  } catch {
    throw damaged('what is in it, or its header, was changed');
  } finally {
    for (const part of plain) part.fill(0);
  }
}

function headerOf(line: string): Header {
  let header: Header;
  try {
    header = JSON.parse(line) as Header;
  } catch {
    throw damaged('it has no header');
  }
  if (header?.format !== 'slipway-vault' || !Number.isInteger(header.version) || header.version < 1) {
    throw damaged('it is no vault of Slipway');
  }
  if (header.version > formatVersion) {
    throw new VaultFileError(
      'newer',
      `it was written by a newer Slipway (format ${header.version}; this one knows ${formatVersion})`,
    );
  }
  const { kdf, cipher, names, nonce, check } = header;
  const known =
    kdf?.name === 'scrypt' &&
    isPowerOfTwo(kdf.n) &&
    kdf.n <= maxCost &&
    isSmall(kdf.r) &&
    isSmall(kdf.p) &&
    typeof kdf.salt === 'string' &&
    cipher === 'aes-256-gcm' &&
    typeof nonce === 'string' &&
    typeof check === 'string' &&
    Array.isArray(names) &&
    names.every(name => typeof name === 'string');
  if (!known) throw damaged('its header is not one of Slipway');
  return header;
}

const isPowerOfTwo = (n: unknown) => typeof n === 'number' && n >= 2 && Number.isInteger(Math.log2(n));
const isSmall = (n: unknown) => typeof n === 'number' && Number.isInteger(n) && n >= 1 && n <= 8;

function damaged(why: string): VaultFileError {
  return new VaultFileError('damaged', why);
}

function checksum(lines: string): string {
  return createHash('sha256').update(lines).digest('hex');
}
