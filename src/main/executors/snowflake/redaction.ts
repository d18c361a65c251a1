import { createHmac, randomBytes } from 'node:crypto';

/** What stands in the place of what was removed. */
const removed = '[redacted]';

/** Shorter ones would be found in any text. */
const shortestSecret = 4;

/** The longest text that is looked through; a server may send megabytes. */
const longestText = 8_000;

/** What is a credential by its looks, whoever it belongs to. */
const credentials: RegExp[] = [
  // Private keys, with line ends as they are, escaped or encoded. One that was cut off counts, too.
  /-----BEGIN[ +%\w]*?PRIVATE(?: |\+|%20)KEY[^]*?(?:-----END[ +%\w]*?PRIVATE(?: |\+|%20)KEY-----|$)/g,
  // Snowflake's own tokens: of sessions, id tokens, tokens of a second device.
  /\bver(?::|%3A)\d+-hint(?::|%3A)[\w-]+-[\w+/=%.:-]+/gi,
  /\bETMs[\w+/=%-]{8,}/g,
  // JSON web tokens, programmatic access tokens among them.
  /\beyJ[\w-]{8,}(?:\.[\w-]+){1,2}/g,
  /(?<=\b(?:Bearer|Basic)(?: |%20|\+))[\w+/=%.~:-]{8,}/gi,
  /(?<=\bSnowflake Token=\\?"?)[^"\\\s]{8,}/gi,
  /(?<=\b(?:password|passcode|passphrase|client_secret|access_token|refresh_token|proof_?key|token)\\?["']?\s*[=:]\s*\\?["']?)[^\s"'\\&,;)}\]]{6,}/gi,
];

/**
 * Takes secrets out of texts. It knows what it was told in use without keeping it: of each secret, and of each way to
 * write it, there is a keyed hash, and every part of a text that is as long as one is held against it.
 */
export class Redactor {
  private readonly key = randomBytes(32);
  /** Hashes by the length of what they are of, longest first. */
  private known: [length: number, hashes: Set<string>][] = [];

  /** From now on the value is taken out of every text, as it is and as it may be encoded. */
  learn(secret: string): void {
    for (const text of spellings(secret)) this.remember(text);
  }

  redact(text: string): string {
    let clean = text.length > longestText ? `${text.slice(0, longestText)}…` : text;
    for (const pattern of credentials) clean = clean.replace(pattern, removed);
    for (const [length, hashes] of this.known) clean = this.without(clean, length, hashes);
    return clean;
  }

  private remember(text: string): void {
    const hashes = this.known.find(([length]) => length === text.length)?.[1];
    if (hashes) {
      hashes.add(this.hash(text));
      return;
    }
    this.known = [...this.known, [text.length, new Set([this.hash(text)])] as [number, Set<string>]].sort(
      ([a], [b]) => b - a,
    );
  }

  private without(text: string, length: number, hashes: Set<string>): string {
    let clean = '';
    let from = 0;
    for (let at = 0; at + length <= text.length; at++) {
      if (!hashes.has(this.hash(text.slice(at, at + length)))) continue;
      clean += text.slice(from, at) + removed;
      from = at + length;
      at = from - 1;
    }
    return clean + text.slice(from);
  }

  private hash(text: string): string {
    return createHmac('sha256', this.key).update(text).digest('base64');
  }
}

/** A secret as it may turn up: plain, in a URL, in JSON, in base64 wherever it begins; keys also line by line. */
function spellings(secret: string): Set<string> {
  const lines = secret.includes('PRIVATE KEY')
    ? secret.split(/\r?\n|\\n/).filter(line => line.length >= 40 && !line.startsWith('-----'))
    : [];
  const found = new Set<string>();
  for (const plain of [secret.trim(), ...lines]) {
    if (plain.length < shortestSecret) continue;
    found.add(plain);
    found.add(encodeURIComponent(plain));
    found.add(encodeURIComponent(plain).replaceAll('%20', '+'));
    found.add(new URLSearchParams({ '': plain }).toString().slice(1));
    found.add(JSON.stringify(plain).slice(1, -1));
    for (const text of base64Spellings(plain)) found.add(text);
  }
  return found;
}

/**
 * The letters that a text always leaves in base64, for each of the three places in a group of three bytes where it may
 * begin: those at its ends depend on what stands beside it.
 */
function base64Spellings(text: string): string[] {
  const bytes = Buffer.from(text);
  return [0, 1, 2].flatMap(before => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const first = Math.ceil((before * 8) / 6);
    const last = Math.floor(((before + bytes.length) * 8) / 6);
    const own = encoded.slice(first, last);
    const spelled = [own, own.replaceAll('+', '-').replaceAll('/', '_'), encodeURIComponent(own)];
    return spelled.filter(each => each.length > shortestSecret);
  });
}
