import { formatPatch, type StructuredPatchHunk, structuredPatch } from 'diff';

interface Labelled {
  label: string;
  sql: string;
}

const context = 3;
/**
 * Finding the shortest edit takes time with the square of its length, in the process that serves everybody. An edit of
 * this many lines takes some 50 ms, and nobody reads a longer one as such.
 */
const maxEditLength = 600;

/**
 * The lines that differ, as a unified diff; empty when the texts are equal. Texts with little in common are shown as
 * one block replaced by another: true, if not the shortest. The same for the same texts always, as plans compare it.
 */
export function unifiedDiff(a: Labelled, b: Labelled): string {
  if (a.sql === b.sql) return '';
  const shortest = structuredPatch(a.label, b.label, a.sql, b.sql, undefined, undefined, {
    context,
    maxEditLength,
  });
  const patch = shortest ?? {
    oldFileName: a.label,
    newFileName: b.label,
    oldHeader: undefined,
    newHeader: undefined,
    hunks: [replacedBlock(linesOf(a.sql), linesOf(b.sql))],
  };
  return formatPatch(patch).replace(/^=+\n/, '');
}

/** Everything between the lines that both begin with and those that both end with. */
function replacedBlock(before: string[], after: string[]): StructuredPatchHunk {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const from = Math.max(0, start - context);
  const kept = Math.min(context, end);
  const lines = [
    ...marked(' ', before.slice(from, start)),
    ...marked('-', before.slice(start, before.length - end)),
    ...marked('+', after.slice(start, after.length - end)),
    ...marked(' ', before.slice(before.length - end, before.length - end + kept)),
  ];
  return {
    oldStart: from + 1,
    oldLines: before.length - end + kept - from,
    newStart: from + 1,
    newLines: after.length - end + kept - from,
    lines,
  };
}

/** Lines with their ends: one without is not the same as one with. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function marked(mark: string, lines: string[]): string[] {
  return lines.flatMap(line =>
    line.endsWith('\n') ? [mark + line.slice(0, -1)] : [mark + line, '\\ No newline at end of file'],
  );
}
