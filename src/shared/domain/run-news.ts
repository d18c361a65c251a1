import type { RunSummary } from '../contract/runs.ts';
import { isTerminal, type RunState, runStates } from './run-state.ts';

export type NewsRun = Pick<
  RunSummary,
  'id' | 'job' | 'environment' | 'state' | 'failure' | 'draft' | 'times'
>;

interface PageInput {
  state: RunState[];
  draft?: true;
  limit: number;
  after?: string;
}

export interface RunNewsSource {
  /** Undefined where there is none. */
  run: (id: number) => Promise<NewsRun | undefined>;
  page: (input: PageInput) => Promise<{ runs: readonly NewsRun[]; next: string | null }>;
  /** How a state is told. */
  wordOf: (state: RunState) => string;
  announce: (text: string) => void;
  /** Runs that failed since they were last told, newest first. */
  failed: (runs: readonly NewsRun[]) => void;
}

/** More runs than this at a time are told together: nobody listens to hundreds of sentences, nor reads them. */
export const toldOneByOne = 3;
const pageRows = 500;
const mostPages = 10;
/** How many ends are remembered as told. */
const remembered = 2_000;

const activeStates = runStates.filter(state => !isTerminal(state));

/** Tells what becomes of runs: every change in words, and which of them failed. Knows which runs are under way. */
export function createRunNews(source: RunNewsSource) {
  const active = new Map<number, RunState>();
  /** Runs whose end was told. */
  const told = new Set<number>();
  let queue: Promise<void> = Promise.resolve();

  const inTurn = (act: () => Promise<void>): Promise<void> => {
    queue = queue.then(act, act);
    return queue;
  };

  async function pages(state: RunState[], goOn: (oldest: number) => boolean): Promise<NewsRun[]> {
    const found: NewsRun[] = [];
    // The list has draft runs or all others, never both.
    for (const drafts of [{}, { draft: true }] as const) {
      let after: string | undefined;
      for (let count = 0; count < mostPages; count++) {
        const input = { state, ...drafts, limit: pageRows, ...(after === undefined ? {} : { after }) };
        const { runs, next } = await source.page(input);
        found.push(...runs);
        if (next === null || !goOn(runs.at(-1)?.id ?? Number.POSITIVE_INFINITY)) break;
        after = next;
      }
    }
    return found;
  }

  async function learnActive(): Promise<void> {
    const runs = await pages(activeStates, () => true);
    active.clear();
    for (const { id, state } of runs) active.set(id, state);
  }

  function remember(id: number): void {
    active.delete(id);
    told.add(id);
    const [oldest] = told;
    if (told.size > remembered && oldest !== undefined) told.delete(oldest);
  }

  function tellFailures(runs: readonly NewsRun[]): void {
    for (const { id } of runs) remember(id);
    if (runs.length > 0) source.failed(runs);
  }

  async function tellFew(ids: readonly number[]): Promise<void> {
    for (const id of ids) {
      const run = await source.run(id);
      if (!run || active.get(id) === run.state || told.has(id)) continue;
      source.announce(`Run ${id} of ${run.job}: ${source.wordOf(run.state)}`);
      if (run.state === 'failed') tellFailures([run]);
      else if (isTerminal(run.state)) remember(id);
      else active.set(id, run.state);
    }
  }

  async function tellMany(ids: readonly number[]): Promise<void> {
    const wanted = new Set(ids);
    const oldest = Math.min(...ids);
    const failed = await pages(['failed'], last => last > oldest);
    const fresh = failed.filter(({ id }) => wanted.has(id) && !told.has(id));
    source.announce(
      fresh.length === 0
        ? `${ids.length} runs changed`
        : `${ids.length} runs changed, ${fresh.length} of them failed`,
    );
    tellFailures(fresh);
    await learnActive();
  }

  const tell = (ids: readonly number[]) => (ids.length > toldOneByOne ? tellMany(ids) : tellFew(ids));

  return {
    /** Learns what is under way. */
    start: (): Promise<void> => inTurn(learnActive),
    /** These runs changed. */
    changed: (ids: readonly number[]): Promise<void> => inTurn(() => tell(ids)),
    /** Changes were missed: what was under way may have ended, and other runs may have begun. */
    missed: (): Promise<void> =>
      inTurn(async () => {
        await tell([...active.keys()].toSorted((a, b) => a - b));
        await learnActive();
      }),
  };
}

/** `Run #12 of daily_delays failed` */
export function failureTitle({ id, job }: Pick<NewsRun, 'id' | 'job'>): string {
  return `Run #${id} of ${job} failed`;
}

const namedJobs = 3;

/** Of several runs: `5 runs failed: a, b, c and 2 more` */
export function failuresTitle(runs: readonly NewsRun[]): string {
  const jobs = [...new Set(runs.map(({ job }) => job))];
  const count = `${runs.length.toLocaleString('en-US')} runs`;
  if (jobs.length === 1) return `${count} of ${jobs[0]} failed`;
  const more = jobs.length - namedJobs;
  return `${count} failed: ${jobs.slice(0, namedJobs).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
