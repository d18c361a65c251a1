import type { Reader } from '../../../../src/main/engine/sql/syntax/reader.ts';
import { translateChange } from '../../../../src/main/engine/sql/translate/changes.ts';
import { displayRelation, quoteRelation, type Relation } from '../../../../src/shared/domain/relation.ts';
import type { Table } from '../catalog.ts';
import { beyondTestServer, sqlErrors } from '../errors.ts';
import { physical } from '../lake.ts';
import { type Answer, answerOf, status, wireColumn } from '../results.ts';
import { statementTypes } from '../statement-types.ts';
import { useWarehouse } from './compute.ts';
import { onLake } from './lake-errors.ts';
import { findTable, readName, require, resolve } from './names.ts';
import { qualify, translating } from './query.ts';
import { edited, parsing, readerOf } from './syntax.ts';
import type { Work } from './work.ts';

export type Change = 'insert' | 'update' | 'delete' | 'merge';

const heads: Record<Change, string[]> = {
  insert: ['INSERT', 'INTO'],
  update: ['UPDATE'],
  delete: ['DELETE', 'FROM'],
  merge: ['MERGE', 'INTO'],
};

/** INSERT, UPDATE, DELETE and MERGE; `original` is as the client wrote it. */
export async function runChange(work: Work, kind: Change, sql: string, original: string): Promise<Answer> {
  const { relation, table, nameAt, overwrites } = target(work, kind, sql);
  requireRights(work, kind, table, sql, overwrites);
  useWarehouse(work);
  const qualified = await qualify(work, sql);
  const where = physical(relation, table.temporaryOf);
  const text = edited(qualified.sql, [{ ...nameAt, text: quoteRelation(where) }]);
  const duck = translating(text, translator =>
    parsing(sql, () => translateChange(kind, readerOf(text), translator)),
  );
  if (duck === null) throw beyondTestServer(`${kind.toUpperCase()} of this form`);
  work.statement.queryType = kind.toUpperCase();
  if (kind === 'merge') await refuseDuplicates(work, text, original);
  const counts = await locked(work, kind === 'insert' && !overwrites ? null : quoteRelation(where), () =>
    onLake(original, () => (overwrites ? overwrite(work, duck) : countsOf(work, kind, duck))),
  );
  // DML moves it even where it met no row.
  table.alteredMs = work.catalog.clock.now();
  return counted(kind, counts, sql);
}

/** Inserts get along with each other; everything else has the table to itself until it is committed. */
async function locked<T>(work: Work, table: string | null, change: () => Promise<T>): Promise<T> {
  if (table === null) return await change();
  const { lake } = work;
  const seconds = Number(work.parameter('LOCK_TIMEOUT'));
  const late = new AbortController();
  const undo = work.catalog.clock.timer(seconds * 1_000, () => late.abort(sqlErrors.locked()));
  try {
    await lake.lock(table, AbortSignal.any([work.signal, late.signal]), waits => {
      work.statement.state = waits ? 'BLOCKED' : 'RUNNING';
    });
    return await change();
  } finally {
    undo();
    lake.unlock();
  }
}

interface Counts {
  inserted: number;
  updated: number;
  deleted: number;
}

const none: Counts = { inserted: 0, updated: 0, deleted: 0 };

async function countsOf(work: Work, kind: Change, duck: string): Promise<Counts> {
  const { lake } = work;
  if (kind === 'merge') {
    const rows = await lake.write(`${duck} RETURNING merge_action`, work.signal);
    const count = (action: string) => rows.filter(row => row.at(-1) === action).length;
    return { inserted: count('INSERT'), updated: count('UPDATE'), deleted: count('DELETE') };
  }
  const rows = await lake.write(duck, work.signal);
  const count = Number(rows[0]?.[0] ?? 0);
  switch (kind) {
    case 'insert':
      return { ...none, inserted: count };
    case 'update':
      return { ...none, updated: count };
    case 'delete':
      return { ...none, deleted: count };
  }
}

/** Two statements of DuckDB, which have to be one. */
async function overwrite(work: Work, duck: string): Promise<Counts> {
  const at = duck.indexOf(';\n');
  const rows = await work.lake.together([duck.slice(0, at), duck.slice(at + 1)], work.signal);
  return { ...none, inserted: Number(rows[0]?.[0] ?? 0) };
}

function counted(kind: Change, counts: Counts, sql: string): Answer {
  const columns: [string, number][] = [];
  const inserts = /\bTHEN\s+INSERT\b/i.test(sql);
  const updates = /\bTHEN\s+UPDATE\b/i.test(sql);
  const deletes = /\bTHEN\s+DELETE\b/i.test(sql);
  if (kind === 'insert' || (kind === 'merge' && inserts)) {
    columns.push(['number of rows inserted', counts.inserted]);
  }
  if (kind === 'update' || (kind === 'merge' && updates)) {
    columns.push(['number of rows updated', counts.updated]);
  }
  if (kind === 'update') columns.push(['number of multi-joined rows updated', 0]);
  if (kind === 'delete' || (kind === 'merge' && deletes)) {
    columns.push(['number of rows deleted', counts.deleted]);
  }
  return answerOf(
    statementTypes[kind],
    columns.map(([name]) => wireColumn(name, 'fixed')),
    [columns.map(([, count]) => String(count))],
    counts.inserted + counts.updated + counts.deleted,
  );
}

function target(work: Work, kind: Change, sql: string) {
  const cursor = readerOf(sql);
  return parsing(sql, () => {
    const [first = '', second] = heads[kind];
    cursor.expect(first, 'here');
    const overwrites = kind === 'insert' && cursor.accept('OVERWRITE');
    if (second !== undefined) {
      if (kind === 'insert' && (cursor.word() === 'ALL' || cursor.word() === 'FIRST')) {
        throw beyondTestServer('INSERT into several tables at once');
      }
      cursor.expect(second, `behind ${first}`);
    }
    const { start } = cursor;
    const relation = resolve(work, readName(cursor), kind.toUpperCase());
    const nameAt = { start, end: cursor.end };
    const table = findTable(work, relation);
    if (table.kind === 'VIEW') throw sqlErrors.missing('Table', displayRelation(relation));
    return { relation, table, nameAt, overwrites };
  });
}

function requireRights(work: Work, kind: Change, table: Table, sql: string, overwrites: boolean): void {
  const wanted: Record<Change, string[]> = {
    insert: overwrites ? ['INSERT', 'DELETE'] : ['INSERT'],
    update: ['UPDATE', 'SELECT'],
    delete: ['DELETE', 'SELECT'],
    merge: [
      'SELECT',
      ...(/\bTHEN\s+INSERT\b/i.test(sql) ? ['INSERT'] : []),
      ...(/\bTHEN\s+UPDATE\b/i.test(sql) ? ['UPDATE'] : []),
      ...(/\bTHEN\s+DELETE\b/i.test(sql) ? ['DELETE'] : []),
    ],
  };
  if (table.temporaryOf !== null) return;
  for (const privilege of wanted[kind]) require(work, privilege, table);
}

/** A row of the target may meet one row of the source; DuckDB would take the last one. */
async function refuseDuplicates(work: Work, text: string, original: string): Promise<void> {
  if (work.parameter('ERROR_ON_NONDETERMINISTIC_MERGE') === 'false') return;
  const parts = mergeParts(readerOf(text));
  if (parts === null) return;
  const { target, alias, source, on } = parts;
  const query = `SELECT COUNT(*) AS N FROM ${target} JOIN ${source} ON ${on} GROUP BY ${alias}."rowid" HAVING COUNT(*) > 1 LIMIT 1`;
  const sql = translating(query, translator => {
    const cursor = readerOf(query);
    return translator.query(cursor.grammar.query(cursor), { named: true }).sql;
  });
  const rows = await onLake(original, () => work.lake.rows(sql, work.signal));
  if (rows.length > 0) throw sqlErrors.duplicateMerge('…');
}

/** Null where nothing is done to rows that match. */
function mergeParts(cursor: Reader) {
  cursor.expect('MERGE', 'here');
  cursor.expect('INTO', 'here');
  const from = cursor.start;
  const name = readName(cursor);
  cursor.accept('AS');
  const alias = cursor.word() === 'USING' ? null : cursor.identifier('A name').name;
  const target = cursor.sql.slice(from, cursor.end);
  cursor.expect('USING', 'behind the table');
  const source = sliceUntil(cursor, 'ON');
  cursor.expect('ON', 'behind the source');
  const on = sliceUntil(cursor, 'WHEN');
  const rest = cursor.sql.slice(cursor.start);
  if (!/\bWHEN\s+MATCHED\b/i.test(rest)) return null;
  return { target, alias: `"${alias ?? name.at(-1) ?? ''}"`, source, on };
}

function sliceUntil(cursor: Reader, word: string): string {
  const { start } = cursor;
  let end = start;
  let depth = 0;
  while (!cursor.done && !(depth === 0 && cursor.word() === word)) {
    if (cursor.operator() === '(') {
      cursor.skipParentheses('here');
    } else {
      if (cursor.word() === 'CASE') depth++;
      if (cursor.word() === 'END') depth--;
      cursor.next();
    }
    end = cursor.end;
  }
  return cursor.sql.slice(start, end);
}

export async function runTruncate(work: Work, cursor: Reader): Promise<Answer> {
  cursor.expect('TRUNCATE', 'here');
  cursor.accept('TABLE');
  const ifExists = cursor.accept('IF', 'EXISTS');
  const relation = resolve(work, readName(cursor), 'TRUNCATE');
  work.statement.queryType = 'TRUNCATE_TABLE';
  if (ifExists && work.catalog.table(relation, work.session.id) === undefined) {
    return status(statementTypes.truncate, 'Statement executed successfully.');
  }
  const table = findTable(work, relation, 'Table');
  require(work, 'TRUNCATE', table);
  const name = where(relation, table);
  await locked(work, name, () => work.lake.write(`DELETE FROM ${name}`, work.signal));
  table.alteredMs = work.catalog.clock.now();
  return status(statementTypes.truncate, 'Statement executed successfully.');
}

function where(relation: Relation, table: Table): string {
  return quoteRelation(physical(relation, table.temporaryOf));
}
