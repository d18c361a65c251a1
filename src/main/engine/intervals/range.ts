/** A half-open stretch of time: from the first instant to the one behind the last. UTC ms. */
export interface Range {
  from: number;
  to: number;
}

/** The intervals that a run is asked for. */
export interface AskedRange extends Range {
  /** Also where they are built. */
  restate: boolean;
  /** Where there is no target, they may be all there is of it; without, that is refused. */
  first: boolean;
}

/** What of `whole` none of the ranges has; they are in order and do not overlap. */
export function gapsIn(ranges: readonly Range[], whole: Range): Range[] {
  const gaps: Range[] = [];
  let from = whole.from;
  for (const range of ranges) {
    if (range.to <= from) continue;
    if (range.from >= whole.to) break;
    if (range.from > from) gaps.push({ from, to: range.from });
    from = range.to;
  }
  if (from < whole.to) gaps.push({ from, to: whole.to });
  return gaps;
}

/** Ranges that touch made one; they are in order and do not overlap. */
export function joined(ranges: readonly Range[]): Range[] {
  const all: Range[] = [];
  for (const { from, to } of ranges) {
    const last = all.at(-1);
    if (last && last.to === from) last.to = to;
    else all.push({ from, to });
  }
  return all;
}

/** Whether ranges, in order and without overlap, have all of another. */
export function covers(ranges: readonly Range[], whole: Range): boolean {
  return gapsIn(ranges, whole).length === 0;
}
