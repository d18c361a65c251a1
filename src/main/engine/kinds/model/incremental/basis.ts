import type { Column } from '../../../../../shared/contract/common.ts';
import type { CatalogEntry } from '../../../ports.ts';

/**
 * What a run begins with. `first`: nothing stands in the target's place. `anew`: what stands is not to be gone on with. `on`:
 * it is, and has the watermark, where the job has one; `unlike` says in what the run is unlike the one that built it.
 */
export type Basis =
  | { build: 'first'; reason: string }
  | { build: 'anew'; reason: string }
  | { build: 'on'; standing: CatalogEntry; watermark: Column | null; unlike: string[] };
