import type { Column } from '../../../shared/contract/common.ts';
import type { IntervalName } from '../../../shared/domain/intervals.ts';
import type { Range } from '../intervals/range.ts';

/** What an incremental run is to build. */
export interface Window {
  /** `full`: the whole target, from all there is. `new`: what is new, into the target that stands. */
  mode: 'full' | 'new';
  /** Why so, in words. */
  reason: string;
  /** The watermark as the target has it; null without one, and where the target is built whole without intervals. */
  watermark: Column | null;
  /** Rows from here on are new, as a text that `CAST` takes; null where all of them are. */
  start: string | null;
  /** The first value that is not built any more, likewise; null where there is no end. */
  end: string | null;
  /** Of a target that is built by intervals. */
  intervals: IntervalWindow | null;
  /** In what the run is unlike the one that built what stands there, whose rows stay; left out where it is not. */
  unlike?: string[];
}

/** The intervals that a run builds. */
export interface IntervalWindow extends Range {
  interval: IntervalName;
  time_zone: string;
  /** The end of the last interval that was over, UTC ms: no build goes beyond it. */
  until: number;
}
