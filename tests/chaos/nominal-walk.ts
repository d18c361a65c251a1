import { Cron } from 'croner';
import type { Schedule } from '../../src/shared/contract/triggers.ts';
import { changingZones } from './choices.ts';

/** The nominal fires of a schedule by another library than the engine's, in zones and at times where both must agree. */
export class NominalWalk {
  private readonly cron: Cron;
  private at: number;

  constructor({ cron, time_zone }: Schedule, after: number) {
    // Every hour that passes, whatever clocks on the wall do there.
    const hourly = cron.endsWith(' * * * *');
    const zone = hourly && changingZones.includes(time_zone ?? '') ? 'UTC' : time_zone;
    // Either day will do, as in crontab(5).
    this.cron = new Cron(cron, { timezone: zone ?? 'UTC', legacyMode: true });
    this.at = after;
  }

  /** The next one, without going there; ms since the epoch. */
  peek(): number {
    return this.cron.nextRun(new Date(this.at))?.getTime() ?? Number.POSITIVE_INFINITY;
  }

  /** Goes there. */
  take(): number {
    this.at = this.peek();
    return this.at;
  }
}
