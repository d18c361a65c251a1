import { formatPatch, type StructuredPatchHunk, structuredPatch } from 'diff';

interface Labelled {
  label: string;
  sql: string;
}

const context = 3;
/**
 * Finding the shortest edit takes time with the square of its length, and with the length of the texts, in the process
 * that serves everybody. Up to these bounds it takes some 50 ms, and nobody reads a longer diff as the shortest.
 */
const maxEditLength = 400;
const maxLines = 20_000;

/**
 * The lines that differ, as a unified diff; empty when the texts are equal. Texts with little in common are shown as
 * one block replaced by another: true, if not the shortest. The same for the same texts always, as plans compare it.
 */
export function unifiedDiff(a: Labelled, b: Labelled): string {
  if (a.sql === b.sql) return '';
  const hunks = shortest(a.sql, b.sql) ?? withoutFrame(a.sql, b.sql);
  const patch = {
    oldFileName: a.label,
    newFileName: b.label,
    oldHeader: undefined,
    newHeader: undefined,
    hunks,
  };
  return formatPatch(patch).replace(/^=+\n/, '');
}

/** Undefined when the bounds were not enough. */
function shortest(before: string, after: string): StructuredPatchHunk[] | undefined {
  if (linesIn(before) + linesIn(after) > maxLines) return undefined;
  return structuredPatch('', '', before, after, undefined, undefined, { context, maxEditLength })?.hunks;
}

/** Looks only at what is between the lines that both texts begin with and those that both end with. */
function withoutFrame(a: string, b: string): StructuredPatchHunk[] {
  const start = commonStart(a, b);
  const end = commonEnd(a, b, start);
  const leadFrom = backLines(a, start);
  const lead = a.slice(leadFrom, start);
  const before = a.slice(start, a.length - end);
  const after = b.slice(start, b.length - end);
  const tail = a.slice(a.length - end, forwardLines(a, a.length - end));
  const skipped = linesIn(a.slice(0, leadFrom));
  const around = linesIn(lead) + linesIn(tail);
  const hunks = shortest(lead + before + tail, lead + after + tail) ?? [
    {
      oldStart: 1,
      oldLines: linesIn(before) + around,
      newStart: 1,
      newLines: linesIn(after) + around,
      lines: [
        [' ', lead] as const,
        ['-', before] as const,
        ['+', after] as const,
        [' ', tail] as const,
      ].flatMap(([mark, text]) => marked(mark, text)),
    },
  ];
  return hunks.map(hunk => ({
    ...hunk,
    oldStart: hunk.oldStart + skipped,
    newStart: hunk.newStart + skipped,
  }));
}

/** Many lines as one entry: a million entries would take their time. */
function marked(mark: string, text: string): string[] {
  if (text === '') return [];
  const whole = text.endsWith('\n');
  const lines = mark + (whole ? text.slice(0, -1) : text).split('\n').join(`\n${mark}`);
  return whole ? [lines] : [lines, '\\ No newline at end of file'];
}

/** Characters of the whole lines that both begin with. */
function commonStart(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  let same = 0;
  while (same < shorter && a.charCodeAt(same) === b.charCodeAt(same)) same += 1;
  return same === 0 ? 0 : a.lastIndexOf('\n', same - 1) + 1;
}

/** Characters of the whole lines that both end with, `start` left out. */
function commonEnd(a: string, b: string, start: number): number {
  const shorter = Math.min(a.length, b.length) - start;
  let same = 0;
  while (same < shorter && a.charCodeAt(a.length - 1 - same) === b.charCodeAt(b.length - 1 - same)) same += 1;
  if (startsLine(a, a.length - same) && startsLine(b, b.length - same)) return same;
  const lineEnd = a.indexOf('\n', a.length - same);
  return lineEnd === -1 ? 0 : a.length - 1 - lineEnd;
}

const startsLine = (text: string, at: number) => at === 0 || text[at - 1] === '\n';

/** Where the lines of context before `at`, the start of a line, begin. */
function backLines(text: string, at: number): number {
  let from = at;
  for (let n = 0; n < context && from > 0; n++) from = from < 2 ? 0 : text.lastIndexOf('\n', from - 2) + 1;
  return from;
}

/** Where the lines of context from `at` on end. */
function forwardLines(text: string, at: number): number {
  let to = at;
  for (let n = 0; n < context && to < text.length; n++) to = text.indexOf('\n', to) + 1 || text.length;
  return to;
}

/** An unfinished last line counts. */
function linesIn(text: string): number {
  let lines = text === '' || text.endsWith('\n') ? 0 : 1;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) === 10) lines += 1;
  return lines;
}
