import type { ColumnStatistics } from '../../../shared/contract/catalog.ts';
import type { Cell, Column } from '../../../shared/contract/common.ts';
import type { ColumnKind } from '../dialects/statistics.ts';

/** What the row of `statisticsQuery` says of its columns. */
export function readStatistics(
  row: Record<string, Cell>,
  columns: readonly Column[],
  kindOf: (type: string) => ColumnKind,
): { rows: number; columns: ColumnStatistics[] } {
  const rows = numberOf(row['rows']) ?? 0;
  return {
    rows,
    columns: columns.map(({ name, type }, n) => {
      const kind = kindOf(type);
      const of = (field: string): Cell => row[`${n}_${field}`] ?? null;
      const present = numberOf(of('present')) ?? 0;
      const nan = kind === 'float' ? (numberOf(of('nan')) ?? 0) : null;
      const distinct = numberOf(of('distinct'));
      const measured = numberOf(of('measured'));
      // A mean of some values only is none.
      const whole = measured === present - (nan ?? 0);
      const yes = kind === 'boolean' ? (numberOf(of('true')) ?? 0) : null;
      return {
        name,
        type,
        nulls: rows - present,
        nan,
        completeness: rows === 0 ? null : (present - (nan ?? 0)) / rows,
        distinct: yes === null ? atMost(present, distinct) : Number(yes > 0) + Number(yes < present),
        min: of('min'),
        max: of('max'),
        min_length: numberOf(of('min_length')),
        max_length: numberOf(of('max_length')),
        mean: yes !== null ? (present === 0 ? null : yes / present) : whole ? numberOf(of('mean')) : null,
        deviation: whole ? numberOf(of('deviation')) : null,
        histogram: yes === null ? histogramOf(of, kind) : histogramOfBooleans(yes, present),
      };
    }),
  };
}

function histogramOf(of: (field: string) => Cell, kind: ColumnKind): ColumnStatistics['histogram'] {
  const [low, high] = [numberOf(of('low')), numberOf(of('high'))];
  const bins = of('bins');
  if (low === null || high === null || typeof bins !== 'string') return null;
  const counts = bins.split(',').map(Number);
  const edge = (value: number): Cell =>
    kind === 'time' ? (timeOf(value) ?? value) : Number(value.toPrecision(12));
  if (low === high) return [{ from: edge(low), to: edge(high), count: counts[0] ?? 0 }];
  const width = (high - low) / counts.length;
  return counts.map((count, n) => ({
    from: edge(low + n * width),
    to: edge(n + 1 === counts.length ? high : low + (n + 1) * width),
    count,
  }));
}

function histogramOfBooleans(yes: number, present: number): ColumnStatistics['histogram'] {
  if (present === 0) return null;
  return [
    { from: false, to: false, count: present - yes },
    { from: true, to: true, count: yes },
  ];
}

/** Seconds since 1970 as text; null beyond the years there are names for. */
function timeOf(seconds: number): string | null {
  const ms = Math.round(seconds) * 1_000;
  return Math.abs(ms) > 8.64e15 ? null : new Date(ms).toISOString().slice(0, 19);
}

/** An approximation may be beyond what can be. */
function atMost(most: number, value: number | null): number | null {
  return value === null ? null : Math.min(most, value);
}

/** Warehouses give counts as numbers, or as text where they may be large. */
function numberOf(cell: Cell | undefined): number | null {
  if (cell === null || cell === undefined || cell === '') return null;
  const value = Number(cell);
  return Number.isFinite(value) ? value : null;
}
