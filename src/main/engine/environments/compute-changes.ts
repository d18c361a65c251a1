import type { AffectedEnvironment } from '../../../shared/contract/compute-profiles.ts';
import type { Environment } from '../../../shared/contract/environments.ts';
import { hasWarehouses } from '../../../shared/domain/engines.ts';

export type ComputeChange = AffectedEnvironment['changes'][number];

/** What an environment's statements run on and within; its engine leaves the rest of it out. */
type Compute = Pick<Environment, 'engine' | 'warehouse' | 'limits' | 'session_parameters'>;

/** In what the statements of two states of an environment run otherwise. */
export function computeChanges(before: Compute, after: Compute): ComputeChange[] {
  const [from, to] = [factsOf(before), factsOf(after)];
  return [...new Set([...from.keys(), ...to.keys()])].flatMap(field => {
    const change = { field, from: from.get(field) ?? null, to: to.get(field) ?? null };
    return change.from === change.to ? [] : [change];
  });
}

function factsOf({ engine, warehouse, limits, session_parameters }: Compute) {
  const facts = new Map<string, ComputeChange['from']>();
  if (hasWarehouses[engine]) facts.set('warehouse', warehouse);
  facts.set('limits.max_concurrent_runs', limits.max_concurrent_runs);
  facts.set('limits.statement_timeout', limits.statement_timeout);
  if (hasWarehouses[engine]) {
    for (const [name, value] of Object.entries(session_parameters)) {
      facts.set(`session_parameters.${name}`, value);
    }
  }
  return facts;
}
