import type { Column } from '../../../shared/contract/common.ts';

/** What an incremental run is to build. */
export interface Window {
  /** `full`: the whole target, from all there is. `new`: what is new, into the target that stands. */
  mode: 'full' | 'new';
  /** Why so, in words. */
  reason: string;
  /** The watermark as the target has it; null without one, and where the target is built whole. */
  watermark: Column | null;
  /** Rows from here on are new, as a text that `CAST` takes; null where all of them are. */
  start: string | null;
}
