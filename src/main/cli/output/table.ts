import { type Paint, plain, type StyleName } from './styles.ts';
import { cut, safe, widthOf } from './text.ts';

export interface Span {
  text: string;
  style?: StyleName | undefined;
}
/** A cell: text, or parts of it in styles of their own. */
export type Cell = string | Span | Span[];

export interface Column {
  title: string;
  style?: StyleName | undefined;
  align?: 'right';
  /** Numbers, states and the like are worthless when cut: other columns give way first. */
  keep?: boolean;
  /** Left out where there is no room; the highest number goes first. */
  optional?: number;
}

export interface TableOptions {
  /** Places there are; infinite where nobody has to fit anything. */
  width?: number;
  paint?: Paint;
}

const gap = '  ';
/** Below this a name is hardly one any more. */
const readable = 14;
const narrowest = 4;

/**
 * Rows under titles, aligned. Where they do not fit, optional columns are left out, then the widest are cut; no line is
 * ever broken.
 */
export function table(columns: Column[], rows: Cell[][], options: TableOptions = {}): string {
  const { width = Number.POSITIVE_INFINITY, paint = plain } = options;
  const spans = rows.map(row => row.map(toSpans));
  const natural = columns.map((column, index) =>
    Math.max(widthOf(column.title), ...spans.map(row => spansWidth(row[index] ?? []))),
  );
  const shown = choose(columns, natural, width);
  const pick = <T>(all: T[]): T[] => all.filter((_, index) => shown.includes(index));
  const chosen = pick(columns);
  const widths = fit(chosen, pick(natural), width);
  const titles = columns.map<Span[]>(({ title, style = 'dim' }) => [{ text: title, style }]);
  return [titles, ...spans].map(row => line(chosen, pick(row), widths, paint)).join('\n');
}

/** Indexes of the columns there is room for. */
function choose(columns: Column[], natural: number[], width: number): number[] {
  let shown = columns.map((_, index) => index);
  const least = (index: number) =>
    columns[index]?.keep ? (natural[index] ?? 0) : Math.min(natural[index] ?? 0, readable);
  const rank = (index: number) => columns[index]?.optional ?? 0;
  for (;;) {
    const needed = shown.reduce((sum, index) => sum + least(index), gap.length * (shown.length - 1));
    const [first] = shown.filter(index => rank(index) > 0).sort((a, b) => rank(b) - rank(a));
    if (needed <= width || first === undefined) return shown;
    shown = shown.filter(index => index !== first);
  }
}

function toSpans(cell: Cell): Span[] {
  const spans = Array.isArray(cell) ? cell : [typeof cell === 'string' ? { text: cell } : cell];
  return spans.map(span => ({ ...span, text: safe(span.text) }));
}

function spansWidth(spans: Span[]): number {
  return spans.reduce((sum, span) => sum + widthOf(span.text), 0);
}

function line(columns: Column[], cells: Span[][], widths: number[], paint: Paint): string {
  return columns
    .map((column, index) => {
      const width = widths[index] ?? 0;
      const spans = cutSpans(cells[index] ?? [], width);
      const text = spans.map(span => (span.style ? paint(span.style, span.text) : span.text)).join('');
      const padding = ' '.repeat(Math.max(0, width - spansWidth(spans)));
      return column.align === 'right' ? padding + text : text + padding;
    })
    .join(gap)
    .trimEnd();
}

function cutSpans(spans: Span[], width: number): Span[] {
  if (spansWidth(spans) <= width) return spans;
  const result: Span[] = [];
  let left = width;
  for (const span of spans) {
    const needed = widthOf(span.text);
    // The last place is for what shows that something was cut.
    if (needed >= left) return [...result, { ...span, text: cut(`${span.text} `, left) }];
    result.push(span);
    left -= needed;
  }
  return result;
}

/** Takes places from the widest column that may give some, one by one, until everything fits or nothing can give. */
function fit(columns: Column[], natural: number[], width: number): number[] {
  const widths = [...natural];
  const gaps = gap.length * (columns.length - 1);
  for (const least of [readable, narrowest]) {
    let excess = widths.reduce((sum, each) => sum + each, gaps) - width;
    while (excess > 0) {
      const widest = indexOfWidest(widths, index => !columns[index]?.keep || least < readable, least);
      if (widest === undefined) break;
      widths[widest] = (widths[widest] ?? 0) - 1;
      excess--;
    }
  }
  return widths;
}

function indexOfWidest(
  widths: number[],
  mayGive: (index: number) => boolean,
  least: number,
): number | undefined {
  let best: number | undefined;
  for (const [index, width] of widths.entries()) {
    if (width <= least || !mayGive(index)) continue;
    if (best === undefined || width > (widths[best] ?? 0)) best = index;
  }
  return best;
}

/** Names and values below each other, as in a record. Parts without a value are left out. */
export function facts(
  pairs: [name: string, value: Cell | null | undefined][],
  options: TableOptions = {},
): string {
  const { paint = plain } = options;
  const shown = pairs.flatMap(([name, value]) =>
    value === null || value === undefined || value === '' ? [] : [{ name, spans: toSpans(value) }],
  );
  const width = Math.max(0, ...shown.map(({ name }) => widthOf(name)));
  return shown
    .map(({ name, spans }) => {
      const text = spans.map(span => (span.style ? paint(span.style, span.text) : span.text)).join('');
      return `${paint('dim', name + ' '.repeat(width - widthOf(name)))}${gap}${text}`;
    })
    .join('\n');
}
