import type { Engine } from '../../src/main/engine/engine.ts';
import type { Backfill } from '../../src/shared/contract/backfills.ts';
import { isBuildOver } from '../../src/shared/domain/build-state.ts';
import { until } from './scheduled.ts';

/** Waits for the end of a backfill. */
export async function backfillEnded(engine: Engine, id: number): Promise<Backfill> {
  await until(engine, () => isBuildOver(engine.backfills.get(id).state));
  return engine.backfills.get(id);
}
