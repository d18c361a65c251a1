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
}

export interface TableOptions {
  /** Places there are; infinite where nobody has to fit anything. */
  width?: number;
  paint?: Paint;
}

const gap = '  ';
const narrowest = 8;

/** Rows under titles, aligned; where they do not fit, the widest columns are cut, and no line is ever broken. */
export function table(columns: Column[], rows: Cell[][], options: TableOptions = {}): string {
  const { width = Number.POSITIVE_INFINITY, paint = plain } = options;
  const spans = rows.map(row => row.map(toSpans));
  const natural = columns.map((column, index) =>
    Math.max(widthOf(column.title), ...spans.map(row => spansWidth(row[index] ?? []))),
  );
  const widths = fit(columns, natural, width);
  const titles = columns.map<Span[]>(({ title, style = 'dim' }) => [{ text: title, style }]);
  return [titles, ...spans].map(row => line(columns, row, widths, paint)).join('\n');
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
  let left = width;
  const result: Span[] = [];
  for (const [index, span] of spans.entries()) {
    // The last place shows that something was cut, so it must not be used up before.
    const rest = spansWidth(spans.slice(index + 1));
    const text = cut(span.text, widthOf(span.text) === left && rest > 0 ? left - 1 : left);
    const dropped = text === '' && span.text !== '';
    if (dropped) {
      if (left > 0) result.push({ text: '…' });
      break;
    }
    result.push({ ...span, text });
    left -= widthOf(text);
    if (text !== span.text) break;
  }
  return result;
}

/** Takes places from the widest column that may give some, one by one, until everything fits or nothing can give. */
function fit(columns: Column[], natural: number[], width: number): number[] {
  const widths = [...natural];
  const gaps = gap.length * (columns.length - 1);
  for (const least of [narrowest, 4]) {
    let excess = widths.reduce((sum, each) => sum + each, gaps) - width;
    while (excess > 0) {
      const widest = indexOfWidest(widths, index => !columns[index]?.keep || least < narrowest, least);
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
