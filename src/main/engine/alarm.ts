import type { Clock, Log } from './ports.ts';

/** Timers do not notice that a machine slept or that its clock was set: the wall clock is looked at again at least so often. */
const longestMs = 30_000;
/** How long to wait after a round that failed, on a full disk, say. */
const againMs = 5_000;

/** Work that is due by the wall clock. */
export interface Due {
  /** When the first of it is due, ms since the epoch; null for never. */
  next(now: number): number | null;
  /** Does what is due. */
  run(now: number): Promise<void>;
}

/**
 * The one timer of the engine for all that is due by the wall clock, however much it is: it is set for whatever comes
 * first, never for longer than 30 s, and again after each round.
 */
export class Alarm {
  private readonly clock: Clock;
  private readonly log: Log;
  private readonly sources: Due[] = [];
  private stopTimer: () => void = () => {};
  private state: 'idle' | 'waiting' | 'running' | 'stopped' = 'idle';
  private round: Promise<void> = Promise.resolve();

  constructor(clock: Clock, log: Log) {
    this.clock = clock;
    this.log = log;
  }

  add(source: Due): void {
    this.sources.push(source);
  }

  /** Does what is due now, also after the machine woke up; resolves when that is done. From then on it wakes by itself. */
  async wake(): Promise<void> {
    // A round that is under way may have looked already.
    while (this.state === 'running') await this.round;
    if (this.state === 'stopped') return;
    this.stopTimer();
    this.begin();
    await this.round;
  }

  /** Something may be due earlier than before. */
  nudge(): void {
    if (this.state !== 'waiting') return;
    this.stopTimer();
    this.set(this.untilNext());
  }

  /** Resolves when what is under way is done; nothing is begun any more. */
  async stop(): Promise<void> {
    this.state = 'stopped';
    this.stopTimer();
    await this.round;
  }

  private set(ms: number): void {
    this.state = 'waiting';
    this.stopTimer = this.clock.timer(Math.max(0, Math.min(ms, longestMs)), () => this.begin());
  }

  private begin(): void {
    this.state = 'running';
    this.round = this.runAll();
  }

  private async runAll(): Promise<void> {
    let failed = false;
    for (const source of this.sources) {
      if (this.isStopped()) return;
      try {
        await source.run(this.clock.now());
      } catch (cause) {
        failed = true;
        this.log.write('error', 'what was due could not be done; trying again', { cause: String(cause) });
      }
    }
    if (!this.isStopped()) this.set(failed ? againMs : this.untilNext());
  }

  private untilNext(): number {
    const now = this.clock.now();
    const times = this.sources.map(source => source.next(now)).filter(time => time !== null);
    return Math.min(...times, now + longestMs) - now;
  }

  private isStopped(): boolean {
    return this.state === 'stopped';
  }
}
