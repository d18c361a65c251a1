import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import Database from 'better-sqlite3';

/** Secrets that are nowhere but where a test put them, by what they are. */
export type Canaries = ReadonlyMap<string, string>;

/** One with characters that encodings change. */
export function canary(): string {
  return `cnry&${randomBytes(5).toString('hex')}/+="${randomBytes(6).toString('base64url')}`;
}

/** A text to search: what it is and what it holds. */
export interface Haystack {
  what: string;
  content: string | Buffer;
}

/** Where canaries are, in whatever form: "description in slipway.db, plain". Empty where there are none. */
export function findCanaries(haystacks: Iterable<Haystack>, canaries: Canaries): string[] {
  const forms = [...canaries].flatMap(([name, value]) =>
    partsOf(value).flatMap(part => formsOf(part).map(([form, needle]) => ({ name, form, needle }))),
  );
  const found = new Set<string>();
  for (const { what, content } of haystacks) {
    const bytes = Buffer.from(content as string);
    for (const { name, form, needle } of forms) {
      if (bytes.includes(needle)) found.add(`${name} in ${what}, ${form}`);
    }
  }
  return [...found].sort();
}

/** A private key is looked for line by line. */
function partsOf(value: string): string[] {
  const lines = value.split('\n').filter(line => line.length > 20 && !line.startsWith('-----'));
  return lines.length > 1 ? lines : [value];
}

function formsOf(text: string): [form: string, needle: string][] {
  const hex = Buffer.from(text).toString('hex');
  return [
    ['plain', text],
    ['URL', encodeURIComponent(text)],
    ['JSON', JSON.stringify(text).slice(1, -1)],
    ['hex', hex],
    ['hex', hex.toUpperCase()],
    ...[0, 1, 2].flatMap((skip): [string, string][] => {
      const core = base64Core(text, skip);
      return [
        ['base64', core],
        ['base64', core.replaceAll('+', '-').replaceAll('/', '_')],
      ];
    }),
  ];
}

/** What Base64 says of a text wherever it begins: without the characters that its neighbours change. */
function base64Core(text: string, skip: number): string {
  const bytes = Buffer.concat([Buffer.alloc(skip), Buffer.from(text)]);
  return bytes.toString('base64').slice(Math.ceil((skip * 8) / 6), Math.floor((bytes.length * 8) / 6));
}

/** Every file below a directory. */
export function* filesIn(directory: string): Generator<Haystack> {
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    yield { what: relative(directory, file), content: readFileSync(file) };
  }
}

/** Every row of a database: in its file, a text may be cut in pieces. */
export function* rowsIn(file: string): Generator<Haystack> {
  const database = new Database(file, { readonly: true });
  try {
    const tables = database
      .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .all();
    for (const { name } of tables) {
      const rows = database.prepare(`SELECT * FROM "${name}"`).all() as Record<string, unknown>[];
      const values = rows.flatMap(row => Object.values(row)).filter(value => typeof value === 'string');
      yield { what: `the table ${name}`, content: values.join('\n') };
    }
  } finally {
    database.close();
  }
}
