import type { ComputeProfile } from '../../../../shared/contract/compute-profiles.ts';
import { counted } from '../../../ui/numbers.ts';

/** `ETL_WH · 30m · 8 runs · 2 parameters`: what a profile says, in a few words. */
export function profileInShort({ definition }: Pick<ComputeProfile, 'definition'>): string {
  const { warehouse, limits, session_parameters = {} } = definition;
  const parameters = Object.keys(session_parameters).length;
  const said = [
    warehouse,
    limits?.statement_timeout,
    limits?.max_concurrent_runs === undefined ? undefined : counted(limits.max_concurrent_runs, 'run'),
    parameters === 0 ? undefined : counted(parameters, 'session parameter'),
  ].filter(part => part !== undefined);
  return said.length === 0 ? 'says nothing yet' : said.join(' · ');
}
