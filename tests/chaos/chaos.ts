import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../support/random.ts';
import { chainJobs, Choices, chooseAction, chooseKill, scheduledJob, scheduledJobs } from './choices.ts';
import { EngineUnderTest } from './engine-under-test.ts';
import { Invariants } from './invariants.ts';
import { watchDatabase } from './journal.ts';
import type { Action } from './protocol.ts';
import { readRecord } from './warehouse.ts';

export interface ChaosReport {
  seed: number;
  rounds: number;
  kills: Record<string, number>;
  /** Fires of schedules by outcome; those that share a row are counted one by one. */
  fires: Record<string, number>;
  /** Starts that ends of runs called for. */
  chain_fires: number;
  runs: Record<string, number>;
  /** How much time passed for the engine, days. */
  days: number;
  violations: string[];
  /** What was done in the round of the first violation. */
  actions: string[];
}

/** As the engine under test limits its environment. */
const environmentLimit = 6;
const hourMs = 3_600_000;
const begin = Date.parse('2026-02-03T04:05:06.789Z');

/**
 * Rounds of random actions on a real engine in a process of its own, which is killed on the way; after each round the
 * invariants are checked. The same seed does the same again. Stops at the first violation.
 */
export async function runChaos(
  rounds: number,
  seed: number,
  onRound: (round: number) => void = () => {},
): Promise<ChaosReport> {
  const parent = mkdtempSync(join(tmpdir(), 'slipway-chaos-'));
  const workspace = join(parent, 'workspace');
  const record = join(parent, 'warehouse.jsonl');
  mkdirSync(workspace);
  const engine = new EngineUnderTest(workspace, record, seed, join(parent, 'cache'));
  let invariants: Invariants | undefined;
  try {
    await engine.tell({ do: 'open', wall: begin, world: 0, setUp: true });
    await engine.tell({ do: 'close' });
    watchDatabase(join(workspace, 'slipway.db'));
    invariants = new Invariants(join(workspace, 'slipway.db'), environmentLimit);
    return await new Story(engine, invariants, record, seed).tell(rounds, onRound);
  } finally {
    await engine.end();
    invariants?.close();
    if (process.env.CHAOS_KEEP) console.error(parent);
    else rmSync(parent, { recursive: true, force: true });
  }
}

class Story {
  private readonly engine: EngineUnderTest;
  private readonly invariants: Invariants;
  private readonly record: string;
  private readonly seed: number;
  private readonly choices: Choices;
  private readonly kills: Record<string, number> = {};
  private readonly broken: string[] = [];
  private actions: string[] = [];
  private wall = begin;
  private world = 0;
  private isOpen = false;
  private seen = 0;

  constructor(engine: EngineUnderTest, invariants: Invariants, record: string, seed: number) {
    this.engine = engine;
    this.invariants = invariants;
    this.record = record;
    this.seed = seed;
    this.choices = new Choices(seededRandom(seed));
  }

  async tell(rounds: number, onRound: (round: number) => void): Promise<ChaosReport> {
    await this.open(0);
    for (const definition of scheduledJobs.map(name => scheduledJob(this.choices, name))) {
      await this.act({ do: 'apply', definition });
    }
    for (const definition of chainJobs) await this.act({ do: 'apply', definition });
    let done = 0;
    while (done < rounds && !this.failed()) {
      await this.round();
      onRound(++done);
    }
    if (!this.failed()) await this.rest();
    return this.report(done);
  }

  private failed(): boolean {
    return this.broken.length + this.invariants.violations.length > 0;
  }

  private async round(): Promise<void> {
    this.actions = [];
    const { choices } = this;
    if (choices.chance(0.75)) await this.act(chooseKill(choices));
    const count = choices.between(3, 9);
    for (let n = 0; n < count && this.isOpen; n++) {
      const known = () => {
        this.check();
        return { active: this.invariants.active(), over: this.invariants.over() };
      };
      await this.act(chooseAction(choices, known));
    }
    if (this.isOpen && choices.chance(0.05)) {
      await this.act({ do: 'close' });
      this.isOpen = false;
    }
    if (!this.isOpen) {
      this.check();
      // Sometimes it is killed again while it recovers.
      await this.open(choices.chance(0.3) ? 0 : choices.absence());
    }
    this.check();
  }

  /** Lets everything come to an end. */
  private async rest(): Promise<void> {
    this.actions = [];
    await this.act({ do: 'pause', job: null });
    for (let hours = 0; hours < 400 && this.invariants.active().length > 0; hours += 4) {
      if (!this.isOpen) await this.open(0);
      await this.act({ do: 'advance', ms: 4 * hourMs });
      this.check();
    }
    this.invariants.checkRest();
  }

  private async open(absence: number): Promise<void> {
    this.world += absence;
    this.wall += absence;
    this.isOpen = true;
    await this.act({ do: 'open', wall: this.wall, world: this.world, setUp: false });
  }

  private async act(action: Action): Promise<void> {
    const told = JSON.stringify(action);
    const answer = await this.engine.tell(action);
    if (answer === null) return this.noteKill(told);
    this.wall = answer.wall;
    this.world = answer.world;
    this.actions.push(answer.refused === null ? told : `${told}: refused, ${answer.refused}`);
    if (answer.broken !== null) this.broken.push(`after ${told}: ${answer.broken}`);
  }

  private noteKill(told: string): void {
    this.isOpen = false;
    const killed = readRecord(this.record).findLast(entry => entry.what === 'killed');
    if (!killed) throw new Error('the engine was killed by somebody else');
    this.kills[killed.point] = (this.kills[killed.point] ?? 0) + 1;
    this.wall = killed.wall;
    this.world = killed.world;
    this.actions.push(`${told}: killed, ${killed.point}`);
  }

  private check(): void {
    const entries = readRecord(this.record);
    this.invariants.recorded(entries.slice(this.seen));
    this.seen = entries.length;
    this.invariants.check({ wall: this.wall, world: this.world, awake: this.isOpen });
  }

  private report(rounds: number): ChaosReport {
    const { fires, runs, chainFires } = this.invariants;
    const { violations } = this.invariants;
    const unfinished = this.invariants.active().length;
    return {
      seed: this.seed,
      rounds,
      kills: this.kills,
      fires,
      chain_fires: chainFires,
      runs: unfinished === 0 ? runs : { ...runs, unfinished },
      days: Math.round(this.world / (24 * hourMs)),
      violations: [...this.broken, ...violations],
      actions: this.failed() ? this.actions : [],
    };
  }
}
