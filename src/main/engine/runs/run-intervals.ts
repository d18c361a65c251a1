import { type BuiltIntervals, dropLater, type Noted } from '../intervals/ledger.ts';
import type { IntervalSettings } from '../intervals/settings.ts';
import type { FrozenSpec, RecordOfIntervals } from '../kinds/kind.ts';
import type { Context } from '../context.ts';
import type { Journal } from './journal.ts';

/** What a run does to the record of which intervals are built. */
export class RunIntervals implements RecordOfIntervals {
  private readonly context: Context;
  private readonly journal: Journal;
  private readonly job: number;
  private readonly spec: FrozenSpec;
  /** For the end of the run. */
  noted: BuiltIntervals | undefined;

  constructor(context: Context, journal: Journal, job: number, spec: FrozenSpec) {
    this.context = context;
    this.journal = journal;
    this.job = job;
    this.spec = spec;
  }

  private get sql() {
    return this.context.store.sql;
  }

  dropLater(settings: IntervalSettings): void {
    this.journal.beforeIntent(() => dropLater(this.sql, this.job, settings, this.context.clock.now()));
  }

  cut(noted: Noted): void {
    this.journal.beforeIntent(() => this.sql.intervals.cut(this.job, noted));
  }

  doubt(doubted: boolean): void {
    const { intervals } = this.sql;
    if (!intervals.ledger.get(this.job)) return;
    this.journal.beforeIntent(() => void intervals.doubt.run(Number(doubted), this.job));
  }

  note(noted: Noted): void {
    const ownVariables = (this.spec.resolved ?? []).some(({ layer }) => layer === 'run');
    this.noted = { ...noted, counts: this.spec.version !== null && !ownVariables };
  }
}
