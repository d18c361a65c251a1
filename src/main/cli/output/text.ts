/** Takes longer to make than most commands need for all else they do: only for a text that is not plain. */
let segmenter: Intl.Segmenter | undefined;
function segments(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter();
  return segmenter.segment(text);
}

/** East Asian wide characters and those drawn as pictures take two places. */
const wide =
  /^(?:\p{Emoji_Presentation}|.\u{FE0F}|[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}])/u;
const invisible = /^(?:\p{Mark}|\p{Cf})+$/u;

/** Places a text takes on a terminal. The text holds no control characters. */
export function widthOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segments(text)) width += segmentWidth(segment);
  return width;
}

function segmentWidth(segment: string): number {
  if (wide.test(segment)) return 2;
  return invisible.test(segment) ? 0 : 1;
}

/** The text in at most `max` places; what was cut is shown by an ellipsis. */
export function cut(text: string, max: number): string {
  if (widthOf(text) <= max) return text;
  if (max < 1) return '';
  let result = '';
  let width = 0;
  for (const { segment } of segments(text)) {
    width += segmentWidth(segment);
    if (width > max - 1) break;
    result += segment;
  }
  return `${result}…`;
}

/** Anything that could move the cursor, colour the screen or turn the reading direction, but for line ends and tabs. */
// eslint-disable-next-line no-control-regex -- these are what is looked for
const unsafe = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** A text of somebody's on lines of its own: what a terminal would obey is shown instead. */
export function safeLines(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(unsafe, escaped);
}

/** The same on one line. */
export function safe(text: string): string {
  return safeLines(text).replaceAll('\n', '↵').replaceAll('\t', ' ');
}

export function indent(text: string, by = '  '): string {
  return text
    .split('\n')
    .map(line => (line === '' ? '' : by + line))
    .join('\n');
}

let grouped: Intl.NumberFormat | undefined;

/** `1,234,567` */
export function count(value: number): string {
  grouped ??= new Intl.NumberFormat('en-US');
  return grouped.format(value);
}

/** `1 row`, `2 rows`: the word in the number's form. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** `512 B`, `1.5 MB`: decimal units. */
export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let amount = value;
  let unit = 0;
  while (amount >= 999.5 && unit < units.length - 1) {
    amount /= 1_000;
    unit++;
  }
  return `${amount.toFixed(unit === 0 || amount >= 10 ? 0 : 1)} ${units[unit] ?? 'B'}`;
}
