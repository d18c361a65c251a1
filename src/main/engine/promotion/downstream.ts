import type { Environment } from '../../../shared/contract/environments.ts';
import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import { mapRelation, type Relation, relationKey } from '../../../shared/domain/relation.ts';
import { targetOf } from '../kinds/targets.ts';
import type { Sql } from '../store/store.ts';

/**
 * Jobs of an environment, and their models, that read `target`, directly or through others. Uses the sources kept with
 * each version, so that a plan parses nothing but its own model.
 */
export function downstreamOf(
  sql: Sql,
  environment: Environment,
  target: Relation,
): { models: string[]; jobs: string[] } {
  const keyOf = (relation: Relation) => relationKey(relation, environment.engine);
  const readers = sql.jobs.ofEnvironment.all(environment.id).flatMap(job => {
    if (job.live_json === null || job.model_id === null) return [];
    const definition = JSON.parse(job.live_json) as JobDefinition;
    const writes = targetOf(definition, environment);
    if (writes === null) return [];
    const version =
      definition.tag === undefined
        ? sql.models.latest.get(job.model_id)
        : sql.models.version.get(
            job.model_id,
            sql.models.tag.get(job.model_id, definition.tag)?.version ?? 0,
          );
    const sources = JSON.parse(version?.sources_json ?? '[]') as Relation[];
    const reads = sources.map(source =>
      keyOf(
        mapRelation(
          {
            database: source.database || (environment.database ?? ''),
            schema: source.schema || (environment.schema ?? ''),
            name: source.name,
          },
          environment.source_mapping,
          definition.source_mapping,
        ),
      ),
    );
    const model = sql.models.byId.get(job.model_id)?.name ?? '';
    return [{ job: job.name, model, writes: keyOf(writes), reads: new Set(reads) }];
  });

  const reached = new Set<(typeof readers)[number]>();
  const queue = [keyOf(target)];
  for (const relation of queue) {
    for (const reader of readers) {
      if (!reader.reads.has(relation) || reached.has(reader)) continue;
      reached.add(reader);
      queue.push(reader.writes);
    }
  }
  const found = [...reached];
  return {
    models: [...new Set(found.map(reader => reader.model))].sort(),
    jobs: found.map(reader => reader.job).sort(),
  };
}
