import type { Reader } from '../../../../src/main/engine/sql/syntax/reader.ts';
import { beyondTestServer, sqlErrors } from '../errors.ts';
import type { Answer } from '../results.ts';
import { listers } from './listers.ts';
import { type Scope, table } from './listing.ts';
import { findDatabase, findSchema, readName } from './names.ts';
import { showGrants } from './show-grants.ts';
import { expectEnd, syntaxAt } from './syntax.ts';
import type { Work } from './work.ts';

/** SHOW of everything the control plane knows. */
export async function runShow(work: Work, cursor: Reader): Promise<Answer> {
  cursor.expect('SHOW', 'here');
  work.statement.queryType = 'SHOW';
  cursor.accept('TERSE');
  if (cursor.accept('GRANTS')) return showGrants(work, cursor);
  if (cursor.accept('PARAMETERS')) return showParameters(work, cursor);
  const what = cursor.next().text;
  const lister = listers[what];
  if (lister === undefined) throw beyondTestServer(`SHOW ${what}`);
  cursor.accept('HISTORY');
  const like = readLike(cursor);
  const scope = readScope(work, cursor);
  const starts = cursor.accept('STARTS', 'WITH') ? stringAt(cursor) : '';
  const limit = cursor.accept('LIMIT') ? Number(cursor.next().text) : Number.POSITIVE_INFINITY;
  const from = cursor.accept('FROM') ? stringAt(cursor) : '';
  expectEnd(cursor);
  const names = Object.keys(lister.columns);
  const at = names.indexOf('name');
  const rows = (await lister.rows(work, scope)).filter(row => {
    const name = String(row[at]);
    return like(name) && name.startsWith(starts) && name > from;
  });
  return table(lister.columns, rows.slice(0, limit));
}

/** `LIKE 'A%'`: without regard to case. */
function readLike(cursor: Reader): (name: string) => boolean {
  if (!cursor.accept('LIKE')) return () => true;
  const pattern = stringAt(cursor).replaceAll(/\\?[^]/g, part => {
    if (part === '%') return '[^]*';
    if (part === '_') return '.';
    return part.slice(-1).replace(/[\\^$.*+?()[\]{}|]/, '\\$&');
  });
  const expression = new RegExp(`^${pattern}$`, 'iu');
  return name => expression.test(name);
}

function readScope(work: Work, cursor: Reader): Scope {
  const { database: current } = work.session;
  if (!cursor.accept('IN')) {
    const database = current === null ? undefined : work.catalog.databases.get(current);
    return { database: database ?? null, schema: null };
  }
  if (cursor.accept('ACCOUNT')) return { database: null, schema: null };
  const named = () =>
    cursor.token()?.kind === 'quoted' || (cursor.word() !== '' && cursor.word() !== 'STARTS');
  if (cursor.accept('DATABASE')) {
    const name = named() ? (readName(cursor)[0] ?? '') : current;
    if (name === null) throw sqlErrors.noDatabase('SHOW');
    return { database: findDatabase(work, name), schema: null };
  }
  const isSchema = cursor.accept('SCHEMA');
  const parts = named() ? readName(cursor) : [work.session.schema ?? ''];
  if (parts.length === 1 && !isSchema && work.catalog.databases.has(parts[0] ?? '')) {
    return { database: findDatabase(work, parts[0] ?? ''), schema: null };
  }
  const database = parts.at(-2) ?? current;
  if (database === null) throw sqlErrors.noDatabase('SHOW');
  return { database: findDatabase(work, database), schema: findSchema(work, database, parts.at(-1) ?? '') };
}

function stringAt(cursor: Reader): string {
  const token = cursor.next();
  if (token.kind !== 'string') throw syntaxAt(cursor.sql, token);
  return token.text;
}

function showParameters(work: Work, cursor: Reader): Answer {
  const like = readLike(cursor);
  if (cursor.accept('IN') && !cursor.accept('SESSION') && !cursor.accept('ACCOUNT')) {
    throw beyondTestServer(`SHOW PARAMETERS IN ${cursor.word()}`);
  }
  expectEnd(cursor);
  const { parameters, session } = work;
  return table(
    { key: 'text', value: 'text', default: 'text', level: 'text', description: 'text', type: 'text' },
    parameters.names
      .filter(like)
      .map(name => [
        name,
        session.parameters.get(name) ?? parameters.defaultOf(name),
        parameters.defaultOf(name),
        session.parameters.has(name) ? 'SESSION' : '',
        '',
        parameters.typeOf(name),
      ]),
  );
}
