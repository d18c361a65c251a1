import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { InvalidArgumentError } from 'commander';
import { diskFullError, isDiskFull } from '../../shared/domain/disk-full.ts';
import { SlipwayError, validationError } from '../../shared/domain/errors.ts';
import {
  misfit,
  type PlainValue,
  type VariableType,
  variableTypes,
  type VariableValue,
} from '../../shared/domain/variables.ts';
import { parseDuration } from '../../shared/domain/duration.ts';

/** What the contract takes of SQL and of a definition, in characters. */
export const maxSqlLength = 1_000_000;
const maxTextLength = 2_000_000;

/** The text of a file, or of stdin for `-`. UTF-8; a byte-order mark is no part of it. */
export async function readText(file: string, maxLength = maxTextLength): Promise<string> {
  const bytes = file === '-' ? await readStdin() : readBytes(file);
  return decode(bytes, file, maxLength);
}

export function decode(bytes: Uint8Array, name: string, maxLength = maxTextLength): string {
  let content: string;
  try {
    content = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw validationError([{ path: name, message: 'is not UTF-8 text' }]);
  }
  if (content.length > maxLength) {
    const message = `has ${content.length} characters; at most ${maxLength} are taken`;
    throw validationError([{ path: name, message }]);
  }
  return content;
}

async function readStdin(): Promise<Uint8Array> {
  if (process.stdin.isTTY) process.stderr.write('Reading from the terminal; Ctrl-D ends the text\n');
  return Buffer.from(await text(process.stdin), 'utf8');
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw fileError(cause, file);
  }
}

/** A failure of the file system in words. */
export function fileError(cause: unknown, file: string): SlipwayError {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new SlipwayError('not_found', `There is no file ${file}`, {}, cause);
  if (code === 'EISDIR') return new SlipwayError('validation', `${file} is a directory`, {}, cause);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new SlipwayError('unavailable', `${file}: your user may not do that (${code})`, {}, cause);
  }
  if (isDiskFull(cause)) return diskFullError(file, 'it could not be written', cause);
  if (code === undefined) throw cause;
  return new SlipwayError('unavailable', `${file}: ${String(cause)}`, {}, cause);
}

export type { VariableValue };

/**
 * `--var name=value`, given several times. A value that is JSON is what it says, anything else text; with a type
 * (`name:date=value`) it is what the type says.
 */
export function collectVariable(
  text: string,
  known: Record<string, VariableValue> = {},
): Record<string, VariableValue> {
  const [, name, word, value] = /^([A-Za-z_][A-Za-z0-9_]*)(?::([a-z]+))?=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new InvalidArgumentError(
      'It must be NAME=VALUE, the name of letters, digits and "_", as in --var region=US, or NAME:TYPE=VALUE.',
    );
  }
  if (word === undefined) return { ...known, [name]: parseValue(value) };
  const type = variableTypes.find(each => each === word);
  if (!type)
    throw new InvalidArgumentError(`There is no type "${word}"; there are ${variableTypes.join(', ')}.`);
  return { ...known, [name]: typedValue(type, value) };
}

/** Of a text, date or time what is typed is the value, whatever else it looks like; a list is written as JSON. */
function typedValue(type: VariableType, text: string): VariableValue {
  const parsed = parseValue(text);
  const asTyped = type === 'number' || type === 'boolean' || Array.isArray(parsed);
  const value = asTyped ? parsed : text;
  const wrong = misfit(type, value);
  if (wrong !== null) throw new InvalidArgumentError(`The value ${wrong}.`);
  return { type, value };
}

function parseValue(value: string): PlainValue {
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    return value;
  }
  // A number that would lose digits stays text.
  if (typeof parsed === 'number') return Math.abs(parsed) > Number.MAX_SAFE_INTEGER ? value : parsed;
  const scalar = (each: unknown): each is string | number | boolean | null =>
    each === null || typeof each !== 'object';
  if (scalar(parsed)) return parsed;
  return Array.isArray(parsed) && parsed.every(scalar) ? parsed : value;
}

/** Of an option that may be given several times. */
export function collect(text: string, known: string[] = []): string[] {
  return [...known, ...text.split(',').map(part => part.trim())];
}

export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

/** Runs and promotions have numbers: `12` or, as they are shown, `#12`. */
export function idNumber(text: string): number {
  const [, digits] = /^#?([1-9]\d{0,14})$/.exec(text) ?? [];
  if (digits === undefined) throw new InvalidArgumentError('It must be a number, as in 12.');
  return Number(digits);
}

/** A time as ISO 8601 in UTC, from a date or time (local unless it names its zone) or from how long ago. */
export function pastTime(text: string): string {
  const ago = parseDuration(text);
  if (ago !== undefined) return new Date(Date.now() - ago).toISOString();
  const at = dateOrTime(text);
  if (at !== undefined) return at;
  throw new InvalidArgumentError(
    'It must be a date, a time (2026-03-01T06:00) or how long ago (2h, 3 days).',
  );
}

/** The same for times to come: a date, a time, or in how long. */
export function futureTime(text: string): string {
  const ahead = parseDuration(text);
  if (ahead !== undefined) return new Date(Date.now() + ahead).toISOString();
  const at = dateOrTime(text);
  if (at !== undefined) return at;
  throw new InvalidArgumentError('It must be a date, a time (2026-03-01T06:00) or in how long (2h, 3 days).');
}

function dateOrTime(text: string): string | undefined {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00`) : Date.parse(text);
  return /^\d{4}-/.test(text) && !Number.isNaN(at) ? new Date(at).toISOString() : undefined;
}

/** An argument as `parse` reads it; for options, commander itself says which was wrong. */
export function argument<T>(
  what: string,
  text: string,
  parse: (text: string) => T,
  wrong = `names no ${what}`,
): T {
  try {
    return parse(text);
  } catch (cause) {
    if (!(cause instanceof InvalidArgumentError)) throw cause;
    throw new SlipwayError('validation', `"${text}" ${wrong}. ${cause.message}`);
  }
}
