import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';

/** One side of a comparison. Measures once per call; what it opened is closed by `close`. */
export interface Side {
  /** `ours`, `floor`, or a peer's name. */
  name: string;
  /** What this side does, and what it does not do that the others do. */
  what: string;
  measure(): Promise<Record<string, number>>;
  close?(): Promise<void> | void;
}

export interface Row {
  name: string;
  workload: string;
  /** The figure that is compared; the others are printed beside it. */
  figure: string;
  unit: string;
  /** Whether more is better: then a ratio above 1 is in favour of ours. */
  higherIsBetter?: boolean;
  goal: string;
  sides(directory: string): Promise<Side[]>;
}

const repetitions = Number(process.env.BENCH_REPETITIONS ?? 7);
const results = resolve(import.meta.dirname, '../../bench-results');

export interface RowResult {
  row: string;
  workload: string;
  goal: string;
  unit: string;
  repetitions: number;
  machine: Record<string, unknown>;
  sides: {
    name: string;
    what: string;
    median: number;
    min: number;
    max: number;
    figures: Record<string, number>;
  }[];
  /** Ours against each other side, as the median of the ratios of each repetition. */
  ratios: Record<string, number>;
}

/** Measures a row: its sides in turn, A B A B …, after one round that does not count. */
export async function runRow(row: Row): Promise<RowResult> {
  const directory = mkdtempSync(join(tmpdir(), `slipway-bench-${row.name}-`));
  const sides = await row.sides(directory);
  const measured = new Map<string, Record<string, number>[]>(sides.map(side => [side.name, []]));
  try {
    for (let round = -1; round < repetitions; round++) {
      for (const side of sides) {
        const figures = await side.measure();
        if (round >= 0) measured.get(side.name)?.push(figures);
      }
    }
  } finally {
    for (const side of sides) await side.close?.();
    rmSync(directory, { recursive: true, force: true });
  }
  const series = (name: string) =>
    (measured.get(name) ?? []).map(figures => figures[row.figure] ?? Number.NaN);
  const ours = series('ours');
  const result: RowResult = {
    row: row.name,
    workload: row.workload,
    goal: row.goal,
    unit: row.unit,
    repetitions,
    machine: machine(),
    sides: sides.map(side => ({
      name: side.name,
      what: side.what,
      median: median(series(side.name)),
      min: Math.min(...series(side.name)),
      max: Math.max(...series(side.name)),
      figures: medians(measured.get(side.name) ?? []),
    })),
    ratios: Object.fromEntries(
      sides
        .filter(side => side.name !== 'ours')
        .map(side => [
          side.name,
          median(series(side.name).map((other, i) => (ours[i] ?? Number.NaN) / other)),
        ]),
    ),
  };
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, `${row.name}.json`), `${JSON.stringify(result, null, 2)}\n`);
  return result;
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

function medians(all: Record<string, number>[]): Record<string, number> {
  const names = Object.keys(all[0] ?? {});
  return Object.fromEntries(
    names.map(name => [name, median(all.map(figures => figures[name] ?? Number.NaN))]),
  );
}

export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function machine(): Record<string, unknown> {
  return {
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    memory_gib: Math.round(totalmem() / 1024 ** 3),
    node: process.version,
    system: `${process.platform} ${process.arch}`,
    commit: commit(),
    load: load(),
    at: new Date().toISOString(),
  };
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

/** The load before the row: other work on the machine makes absolute times worthless. */
function load(): string {
  try {
    return readFileSync('/proc/loadavg', 'utf8').split(' ').slice(0, 3).join(' ');
  } catch {
    return 'unknown';
  }
}
