import type { Column } from '../../../shared/contract/common.ts';
import { quoteName, quoteRelation, type Relation } from '../../../shared/domain/relation.ts';

/**
 * What can be said of a column's values. `number`: exact, `float`: may be NaN or infinite, `time`: a point in time that has
 * seconds since 1970, `ordered`: has bounds and nothing else, `other`: only how many there are.
 */
export type ColumnKind = 'number' | 'float' | 'text' | 'boolean' | 'time' | 'ordered' | 'distinct' | 'other';

/** Bars of a histogram. */
export const histogramBins = 12;
/** Texts as bounds are cut behind so many characters. */
export const boundLength = 100;
/** Beyond it the square of a number is no number any more: those are left out of mean, deviation and histogram. */
const largest = '1e150';

/**
 * One query of one row over a table, with the statistics of all `columns`; in the words that all engines share. Fields
 * are `rows` and, for the column at place n, `n_present`, `n_nan`, `n_distinct`, `n_min`, `n_max`, `n_min_length`,
 * `n_max_length`, `n_measured`, `n_mean`, `n_deviation`, `n_low`, `n_high`, `n_bins` (counts as text, joined by commas), `n_true`.
 */
export function statisticsQuery(
  relation: Relation,
  columns: readonly Column[],
  kindOf: (type: string) => ColumnKind,
): string {
  const kinds = columns.map(({ type }) => kindOf(type));
  const measured = kinds.flatMap((kind, n) => (isMeasured(kind) ? [n] : []));
  const source = columns.flatMap(({ name }, n) => {
    const column = quoteName(name);
    const measure = measureOf(column, kinds[n] ?? 'other');
    return [`${column} AS "c${n}"`, ...(measure === null ? [] : [`${measure} AS "v${n}"`])];
  });
  const fields = ['COUNT(*) AS "rows"', ...kinds.flatMap((kind, n) => fieldsOf(n, kind))];
  const read = `"source" AS (\n  SELECT ${source.join(',\n    ')}\n  FROM ${quoteRelation(relation)}\n)`;
  if (measured.length === 0) return `WITH ${read}\nSELECT ${fields.join(',\n  ')}\nFROM "source"`;
  const bounds = measured.flatMap(n => [`MIN("v${n}") AS "l${n}"`, `MAX("v${n}") AS "h${n}"`]);
  const bins = measured.map(n => `${binOf(n)} AS "b${n}"`);
  return [
    `WITH ${read}, "bounds" AS (\n  SELECT ${bounds.join(',\n    ')}\n  FROM "source"\n), "binned" AS (`,
    `  SELECT "source".*, "bounds".*,\n    ${bins.join(',\n    ')}\n  FROM "source" CROSS JOIN "bounds"\n)`,
    `SELECT ${fields.join(',\n  ')}\nFROM "binned"`,
  ].join('\n');
}

function isMeasured(kind: ColumnKind): boolean {
  return kind === 'number' || kind === 'float' || kind === 'time';
}

/** The value as a number that can be averaged; null for columns that have none. */
function measureOf(column: string, kind: ColumnKind): string | null {
  if (kind === 'number') return `CAST(${column} AS DOUBLE)`;
  // NaN is above all others for every engine.
  if (kind === 'float') return `CASE WHEN ABS(${column}) <= ${largest} THEN CAST(${column} AS DOUBLE) END`;
  return kind === 'time' ? `CAST(DATE_PART('epoch', ${column}) AS DOUBLE)` : null;
}

/** From 0; all values in the first one where they are the same. */
function binOf(n: number): string {
  const place = `FLOOR(("v${n}" - "l${n}") / NULLIF("h${n}" - "l${n}", 0) * ${histogramBins})`;
  return `CASE WHEN "v${n}" IS NULL THEN NULL WHEN "h${n}" = "l${n}" THEN 0 WHEN ${place} >= ${histogramBins} THEN ${histogramBins - 1} ELSE ${place} END`;
}

function fieldsOf(n: number, kind: ColumnKind): string[] {
  const column = `"c${n}"`;
  const named = (name: string, value: string) => `${value} AS "${n}_${name}"`;
  const fields = [named('present', `COUNT(${column})`)];
  if (kind === 'other') return fields;
  if (kind === 'boolean') return [...fields, named('true', `COUNT_IF(${column})`)];
  fields.push(named('distinct', `APPROX_COUNT_DISTINCT(${column})`));
  if (kind === 'distinct') return fields;
  if (kind === 'text') {
    const cut = `LEFT(${column}, ${boundLength})`;
    return [
      ...fields,
      named('min', `MIN(${cut})`),
      named('max', `MAX(${cut})`),
      named('min_length', `MIN(LENGTH(${column}))`),
      named('max_length', `MAX(LENGTH(${column}))`),
    ];
  }
  const isNan = `${column} = CAST('NaN' AS DOUBLE)`;
  const bounded = kind === 'float' ? `CASE WHEN ${isNan} THEN NULL ELSE ${column} END` : column;
  if (kind === 'float') fields.push(named('nan', `COUNT_IF(${isNan})`));
  fields.push(named('min', `MIN(${bounded})`), named('max', `MAX(${bounded})`));
  if (!isMeasured(kind)) return fields;
  const value = `"v${n}"`;
  if (kind !== 'time') {
    fields.push(named('mean', `AVG(${value})`), named('deviation', `STDDEV_SAMP(${value})`));
  }
  const counts = Array.from({ length: histogramBins }, (_, bin) => `COUNT_IF("b${n}" = ${bin})`);
  return [
    ...fields,
    named('measured', `COUNT(${value})`),
    named('low', `MIN(${value})`),
    named('high', `MAX(${value})`),
    named('bins', counts.join(` || ',' || `)),
  ];
}
