import type { FireOutcome } from './fires.ts';

type Counts = Record<FireOutcome, number>;

const verbs = [
  ['runs', 'dispatched'],
  ['coalesces', 'coalesced'],
  ['skips', 'skipped'],
  ['leaves out', 'missed'],
] as const satisfies readonly (readonly [string, FireOutcome])[];

/** What is done about fires that were missed: `runs 2, coalesces 3`; what there is none of is left out. */
export function wakeVerbs(counts: Counts): string {
  return verbs
    .filter(([, outcome]) => counts[outcome] > 0)
    .map(([verb, outcome]) => `${verb} ${formatted(counts[outcome])}`)
    .join(', ');
}

/** `5 fires missed: runs 2, coalesces 3`: the same wherever it is told. */
export function wakeWords(counts: Counts & { fires: number }): string {
  const fires = counts.fires === 1 ? '1 fire' : `${formatted(counts.fires)} fires`;
  return `${fires} missed: ${wakeVerbs(counts)}`;
}

const formatted = (count: number) => count.toLocaleString('en-US');
