import { quoteName, quoteRelation, type Relation } from '../../../shared/domain/relation.ts';
import type { Increment, Inspection, Order, Stretch } from './dialect.ts';

/**
 * The changes of a table in the words that all engines share. A delta is a table beside the target that holds the new rows.
 */

/** A value of the watermark as a literal of its column's type. */
export function literal(text: string, type: string): string {
  return `CAST('${text.replaceAll("'", "''")}' AS ${type})`;
}

/**
 * The query for the new rows: of the stretch, and those without a value, which are to be noticed. A key that has a new row
 * brings all its rows where keys are replaced whole. `strict`: the start itself is known already.
 */
export function narrowed(
  query: string,
  { strategy, key, stretch }: Pick<Increment, 'strategy' | 'key' | 'stretch'>,
): string {
  if (stretch === null || (stretch.start === null && stretch.end === null)) return query;
  const isNew = `${within(stretch, '"new"', strategy === 'append')} OR "new".${quoteName(stretch.column)} IS NULL`;
  if (strategy !== 'delete_insert' || key.length === 0) {
    return `SELECT * FROM (\n${query}\n) AS "new"\nWHERE ${isNew}`;
  }
  const sameKey = key
    .map(name => `"new".${quoteName(name)} IS NOT DISTINCT FROM "all".${quoteName(name)}`)
    .join(' AND ');
  return [
    `WITH "query" AS (\n${query}\n)`,
    'SELECT * FROM "query" AS "all"',
    `WHERE EXISTS (SELECT 1 FROM "query" AS "new" WHERE ${sameKey} AND (${isNew}))`,
  ].join('\n');
}

/** The statements, to be sent in one transaction, that bring the rows of `delta` into the target. */
export function applied({ target, increment }: Order & { increment: Increment }, delta: Relation): string[] {
  const { strategy, columns, key, stretch } = increment;
  if (strategy === 'merge') return [merge(target, delta, increment)];
  const list = columns.map(quoteName).join(', ');
  const insert = `INSERT INTO ${quoteRelation(target)} (${list})\nSELECT ${list} FROM ${quoteRelation(delta)}`;
  if (strategy === 'append') return [`${insert}${newerThan(target, stretch)}`];
  return [removeReplaced(target, delta, key, stretch), insert];
}

/**
 * The same rows must not be added twice, even if another run has added them meanwhile: what counts is the target as it is
 * when they are added.
 */
function newerThan(target: Relation, stretch: Stretch | null): string {
  if (stretch === null) return '';
  const column = quoteName(stretch.column);
  const latest = `(SELECT MAX(${column}) FROM ${quoteRelation(target)})`;
  return `\nWHERE ${latest} IS NULL OR ${column} > ${latest}`;
}

function merge(target: Relation, delta: Relation, { columns, key }: Increment): string {
  const same = key.map(name => `"target".${quoteName(name)} = "delta".${quoteName(name)}`).join(' AND ');
  const others = columns.filter(name => !key.includes(name));
  const values = others.map(name => `${quoteName(name)} = "delta".${quoteName(name)}`).join(', ');
  return [
    `MERGE INTO ${quoteRelation(target)} AS "target"`,
    `USING ${quoteRelation(delta)} AS "delta" ON ${same}`,
    ...(others.length > 0 ? [`WHEN MATCHED THEN UPDATE SET ${values}`] : []),
    `WHEN NOT MATCHED THEN INSERT (${columns.map(quoteName).join(', ')})`,
    `VALUES (${columns.map(name => `"delta".${quoteName(name)}`).join(', ')})`,
  ].join('\n');
}

function removeReplaced(target: Relation, delta: Relation, key: string[], stretch: Stretch | null): string {
  const remove = `DELETE FROM ${quoteRelation(target)}`;
  if (key.length > 0) {
    const keys = key.map((name, n) => `${quoteName(name)} AS "__k${n}"`).join(', ');
    const same = key
      .map((name, n) => `${quoteName(name)} IS NOT DISTINCT FROM "delta"."__k${n}"`)
      .join(' AND ');
    return `${remove}\nUSING (SELECT DISTINCT ${keys} FROM ${quoteRelation(delta)}) AS "delta"\nWHERE ${same}`;
  }
  // Without bounds the new rows are all there are.
  if (stretch === null || (stretch.start === null && stretch.end === null)) return remove;
  return `${remove}\nWHERE ${within(stretch, null, false)}`;
}

function within({ column, start, end }: Stretch, alias: string | null, strict: boolean): string {
  const name = alias === null ? quoteName(column) : `${alias}.${quoteName(column)}`;
  const bounds = [
    ...(start === null ? [] : [`${name} ${strict ? '>' : '>='} ${start}`]),
    ...(end === null ? [] : [`${name} < ${end}`]),
  ];
  return bounds.join(' AND ');
}

/** The query for the rows that the target will have once the rows of `delta` are brought into it. */
export function resulting({ target, increment }: Order & { increment: Increment }, delta: Relation): string {
  const { columns, added, key, stretch, strategy } = increment;
  const list = columns.map(quoteName).join(', ');
  const isAdded = (name: string) => added.some(column => column.name === name);
  const there = columns.map(name => (isAdded(name) ? `NULL AS ${quoteName(name)}` : quoteName(name)));
  const kept = `SELECT ${there.join(', ')} FROM ${quoteRelation(target)} AS "kept"`;
  const arrives = `SELECT ${list} FROM ${quoteRelation(delta)}`;
  if (strategy === 'append') return `${kept}\nUNION ALL\n${arrives}${newerThan(target, stretch)}`;
  if (key.length > 0) {
    const same = key
      .map(name => `"delta".${quoteName(name)} IS NOT DISTINCT FROM "kept".${quoteName(name)}`)
      .join(' AND ');
    const replaced = `SELECT 1 FROM ${quoteRelation(delta)} AS "delta" WHERE ${same}`;
    return `${kept}\nWHERE NOT EXISTS (${replaced})\nUNION ALL\n${arrives}`;
  }
  if (stretch === null || (stretch.start === null && stretch.end === null)) return arrives;
  return `${kept}\nWHERE NOT (${within(stretch, null, false)})\nUNION ALL\n${arrives}`;
}

/** How many keys that stand in several rows are named. */
const namedKeys = 5;

/** The columns that no row may lack, the watermark first. */
export function wantedColumns({ watermark, key }: Inspection): string[] {
  return [...new Set([...(watermark === null ? [] : [watermark]), ...key])];
}

/**
 * The queries of an inspection: one row with how many rows there are, and how many of them lack the watermark or a column of
 * the key, in this order; then the keys that stand in several rows, each with how many, and how many such keys there are.
 */
export function inspections(relation: Relation, inspection: Inspection): string[] {
  const { key } = inspection;
  const wanted = wantedColumns(inspection);
  const lacking = wanted.map((name, n) => `COUNT(*) - COUNT(${quoteName(name)}) AS "lacking_${n}"`);
  const counts = `SELECT ${['COUNT(*) AS "rows"', ...lacking].join(', ')}\nFROM ${quoteRelation(relation)}`;
  if (key.length === 0) return [counts];
  const keys = key.map(quoteName).join(', ');
  return [
    counts,
    [
      `SELECT ${keys}, COUNT(*) AS "__rows", COUNT(*) OVER () AS "__keys"`,
      `FROM ${quoteRelation(relation)}`,
      `GROUP BY ${keys} HAVING COUNT(*) > 1`,
      `ORDER BY "__rows" DESC, ${keys} LIMIT ${namedKeys}`,
    ].join('\n'),
  ];
}
