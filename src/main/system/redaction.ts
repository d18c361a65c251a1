import type { Redact } from '../engine/ports.ts';
import { formsOf } from './redaction-forms.ts';

/** Stands where a secret was. */
export const mark = '[redacted]';

/** Values remembered at most; the oldest are forgotten. */
const maxValues = 1_000;

/** What is known of the secrets of this process, and what takes them out of texts. */
export interface Redaction {
  redact: Redact;
  /** From now on the value is taken out of every text, in whatever form it is repeated. */
  remember: (value: string) => void;
  /** The same for fields of a log entry, in depth; fields that are called like a secret lose their value altogether. */
  fields: (fields: Record<string, unknown>) => Record<string, unknown>;
}

export function createRedaction(): Redaction {
  /** By value, in the order of remembering. */
  const known = new Map<string, Matcher>();
  /** The same, the longest value first: it may hold a shorter one, of which nothing must be left over. */
  let matchers: Matcher[] = [];

  const redact: Redact = text => {
    let left = text;
    for (const { plain } of matchers) left = left.replace(plain, mark);
    if (matchers.length > 0) left = left.replace(encodedWord, word => (hides(word, matchers) ? mark : word));
    for (const [pattern, replacement] of patterns) left = left.replace(pattern, replacement);
    return left;
  };

  function clean(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return redact(value);
    if (typeof value !== 'object' || value === null || depth > maxDepth) return value;
    if (value instanceof Error) return redact(value.stack ?? value.message);
    if (Array.isArray(value)) return value.map(item => clean(item, depth + 1));
    return cleanFields(value as Record<string, unknown>, depth + 1);
  }

  const cleanFields = (fields: Record<string, unknown>, depth: number): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(fields).map(([key, value]) => [
        key,
        secretField.test(key) && value !== null && value !== undefined ? mark : clean(value, depth),
      ]),
    );

  return {
    redact,
    remember(value) {
      if (known.has(value) || value.trim().length < minLength) return;
      known.set(value, matcherOf(value));
      if (known.size > maxValues) known.delete(known.keys().next().value ?? '');
      matchers = [...known.values()].sort((a, b) => b.length - a.length);
    },
    fields: fields => cleanFields(fields, 0),
  };
}

/** Of this process: secrets are its own, whichever workspace they are used for. */
export const redaction = createRedaction();

/** A value shorter than this cannot be told from what happens to look like it. */
const minLength = 4;
/** A text shorter than this counts as a whole word alone. */
const wholeWordBelow = 8;
const maxDepth = 8;

const secretField = /^(.*_)?(token|password|passwd|secret|passphrase|authorization|private_?key|api_?key)$/i;

interface Matcher {
  /** Of the value, in characters. */
  length: number;
  /** The value as it is repeated in a text. */
  plain: RegExp;
  /** What Base64 or hexadecimal says of it once it is decoded. */
  within: RegExp;
  /** The shortest word that can say it, in characters. */
  minWord: number;
}

function matcherOf(value: string): Matcher {
  const { texts, within } = formsOf(value);
  const shortest = Math.min(...within.map(text => text.length));
  return {
    length: value.length,
    plain: anyOf(texts, text =>
      // A few letters are in many words by chance.
      text.length < wholeWordBelow ? `(?<![A-Za-z0-9])${escape(text)}(?![A-Za-z0-9])` : escape(text),
    ),
    within: anyOf(within, escape),
    minWord: Math.floor((shortest * 4) / 3),
  };
}

/** The longest first: it may hold the others. */
function anyOf(texts: string[], source: (text: string) => string): RegExp {
  const sources = texts.toSorted((a, b) => b.length - a.length).map(source);
  return new RegExp(sources.join('|'), 'g');
}

/** What may be a secret in Base64 or hexadecimal, perhaps within something longer. */
const encodedWord = /[A-Za-z0-9+/_-]{5,}={0,2}/g;

/** Whether a word says a known value once it is decoded. */
function hides(word: string, known: readonly Matcher[]): boolean {
  let said: string | undefined;
  for (const { within, minWord } of known) {
    if (word.length < minWord) continue;
    said ??= readings(word).join('\n');
    within.lastIndex = 0;
    if (within.test(said)) return true;
  }
  return false;
}

function readings(word: string): string[] {
  // Base64 says the same at each of four places, for some write other characters in front.
  const read = [0, 1, 2, 3].map(skip => Buffer.from(word.slice(skip), 'base64').toString());
  for (const digits of word.match(/[0-9a-f]{8,}/gi) ?? []) {
    for (const skip of [0, 1]) read.push(Buffer.from(digits.slice(skip), 'hex').toString());
  }
  return read;
}

/** What secrets are called where they are printed with their names. */
const named =
  String.raw`\b((?:password|passwd|pwd|passphrase|passcode|client_?secret|private_?key|api_?key|` +
  String.raw`(?:access|refresh|id|session|master)_?token|SLIPWAY_(?:SECRET_\w+|VAULT_PASSPHRASE|TOKEN))`;

/** What looks like a secret, known or not; the groups are kept. */
const patterns: readonly [RegExp, string][] = [
  // Also one that was cut off: what follows its beginning is of it.
  [/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/g, mark],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/g, mark],
  // Session and master tokens of Snowflake.
  [/\bETMsDgAAA[A-Za-z0-9+/=_-]{8,}/g, mark],
  [/\bver:\d+-hint:[A-Za-z0-9+/=_-]{4,}/g, mark],
  [/\b(Snowflake\s+Token=\\?")[^"\\]+/g, `$1${mark}`],
  [/\b(authorization["']?\s*[:=]\s*["']?(?:[A-Za-z]+ )?)[^\s"',}][^\r\n"']*/gi, `$1${mark}`],
  [/\b(bearer\s+)[A-Za-z0-9._~+/=-]{8,}/gi, `$1${mark}`],
  // User and password in an address.
  [/([a-z][a-z0-9+.-]*:\/\/[^\s/:@"']*:)[^\s/@"']+(?=@)/gi, `$1${mark}`],
  // password='…', "password": "…", and the same within a text in quotes.
  [new RegExp(String.raw`${named}\\?["']?\s*[=:]\s*)(\\?["'])(?:(?!\2)[^\r\n])+`, 'gi'), `$1$2${mark}`],
  // password=…
  [new RegExp(String.raw`${named}\s*=\s*)(?!\[redacted\])[^\s"'\\&,;)}\]]+`, 'gi'), `$1${mark}`],
  // password: … at the end of its line; anywhere else it is the beginning of a sentence.
  [new RegExp(String.raw`${named}:[ \t]*)(?!\[redacted\])[^\s"'\\]+$`, 'gim'), `$1${mark}`],
];

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}
