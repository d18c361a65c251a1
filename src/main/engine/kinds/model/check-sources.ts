import type { Relation } from '../../../../shared/domain/relation.ts';
import { ExecutionError, isExecutorGone } from '../../ports.ts';
import { missingSources } from '../../sql/missing-sources.ts';
import { sourceDifferences } from '../../sql/source-differences.ts';
import type { CompiledSpec, Work } from '../kind.ts';
import { type ModelWork, siteOf } from './model-run.ts';
import { lookAround, missingPrivileges, privilegeFailure, type Site } from './preflight.ts';

/**
 * Every source must be there, and the role must be allowed what is to come; tells what stands in the target's place. Warns of
 * mapped sources that are not like those that the model names.
 */
export async function checkSources(model: ModelWork, sources: CompiledSpec['sources']) {
  const { run, context } = model;
  const site = siteOf(model);
  const wanted = sources.map(source => source.relation);
  const { looked } = model;
  model.looked = undefined;
  const { entries, ...around } = await lookAround(site, wanted, looked);
  const place = {
    executor: run.executor,
    session: run.session,
    connectionId: run.spec.environment.connection_id,
  };
  const missing = await missingSources(context.store.sql, place, sources, entries);
  const lacking = (await privilegesOrNull(run, site, wanted)) ?? [];
  // What the role may not see looks as if it were not there.
  if (missing && (missing.explained || lacking.length === 0)) {
    throw new ExecutionError({
      code: 'source_missing',
      message: missing.message,
      hint: missing.hint,
      sqlstate: '42S02',
      query_id: null,
      retryable: false,
    });
  }
  if (lacking.length > 0) throw privilegeFailure(lacking, run.session.role);
  const { engine } = run.spec.environment;
  for (const difference of await sourceDifferences({ ...place, engine }, sources, entries)) {
    run.log('warn', difference);
  }
  return around;
}

/** Where they cannot be looked at, the build itself will tell. */
async function privilegesOrNull(run: Work, site: Site, sources: Relation[]) {
  try {
    return await missingPrivileges(site, sources);
  } catch (cause) {
    if (!(cause instanceof ExecutionError) || isExecutorGone(cause)) throw cause;
    run.log('warn', `The privileges could not be looked at: ${cause.message}`);
    return null;
  }
}
