import type { ComputeProfile } from '../../../../shared/contract/compute-profiles.ts';
import { type EnvironmentForm, defaultConcurrency } from './environment-form.ts';

/** A value that holds, and who says so. */
export interface Effective {
  /** Null where nobody says anything. */
  value: string | null;
  from: 'own' | 'profile' | 'default';
}

export interface EffectiveCompute {
  warehouse: Effective;
  concurrency: Effective;
  timeout: Effective;
}

/** What holds in an environment: what it says itself, else what its compute profile says, else the default. */
export function effectiveCompute(
  form: Pick<EnvironmentForm, 'warehouse' | 'concurrency' | 'timeout'>,
  profile: ComputeProfile | undefined,
): EffectiveCompute {
  const { warehouse, limits } = profile?.definition ?? {};
  return {
    warehouse: effective(form.warehouse, warehouse, null),
    concurrency: effective(form.concurrency, limits?.max_concurrent_runs, String(defaultConcurrency)),
    timeout: effective(form.timeout, limits?.statement_timeout, null),
  };
}

function effective(own: string, shared: string | number | undefined, otherwise: string | null): Effective {
  if (own.trim() !== '') return { value: own.trim(), from: 'own' };
  if (shared !== undefined) return { value: String(shared), from: 'profile' };
  return { value: otherwise, from: 'default' };
}

/** `ETL_WH, from etl`; `4, the default`; `none`. */
export function effectiveText({ value, from }: Effective, profile: string): string {
  if (value === null) return 'none';
  return from === 'own' ? value : from === 'profile' ? `${value}, from ${profile}` : `${value}, the default`;
}
