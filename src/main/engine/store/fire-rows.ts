import type { Absence, FireReason } from '../../../shared/domain/fires.ts';
import type { TriggerKind } from './triggers.ts';

export interface NewFire {
  job_id: number;
  trigger_id: number;
  /** The upstream run or deployment; 0 for schedules. */
  cause_id: number;
  nominal_at_ms: number;
  last_at_ms: number;
  count: number;
  due_at_ms: number;
  decided_at_ms: number;
  outcome: number;
  reason: FireReason;
  away: Absence | null;
  detail: string | null;
  run_id: number | null;
  wake_id: number | null;
}

export interface FireRow extends NewFire {
  id: number;
  job_name: string;
  kind: TriggerKind;
}
