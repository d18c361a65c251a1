/** A table cell as text; null where there is no value. */
export type CellText = string | null;

/**
 * Rows as CSV (RFC 4180), a piece per row so that large tables need no second copy in memory. Texts a spreadsheet would
 * run as a formula get an apostrophe in front (OWASP, "CSV injection"); plain numbers keep their sign.
 */
export function* csvLines(header: readonly string[], rows: Iterable<readonly CellText[]>): Generator<string> {
  yield line(header);
  for (const row of rows) yield line(row);
}

function line(cells: readonly CellText[]): string {
  return `${cells.map(field).join(',')}\r\n`;
}

function field(value: CellText): string {
  if (value === null) return '';
  const text = startsFormula(value) ? `'${value}` : value;
  // An empty text is quoted, so that it differs from no value.
  return text === '' || /[",\r\n]/.test(text) || text !== text.trim()
    ? `"${text.replaceAll('"', '""')}"`
    : text;
}

function startsFormula(text: string): boolean {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) && !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
}

/** Rows as tab-separated text, the form spreadsheets paste. Tabs and line ends inside of cells become spaces. */
export function tabSeparated(rows: readonly (readonly CellText[])[]): string {
  return rows.map(row => row.map(cell => (cell ?? '').replaceAll(/[\t\r\n]+/g, ' ')).join('\t')).join('\n');
}
