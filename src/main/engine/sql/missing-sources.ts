import type { MappedSource } from '../../../shared/contract/sql.ts';
import { closest } from '../../../shared/domain/names.ts';
import {
  displayRelation,
  quoteRelation,
  type Relation,
  sameRelation,
} from '../../../shared/domain/relation.ts';
import type { CatalogEntry, Executor, Session } from '../ports.ts';
import type { Sql } from '../store/store.ts';

/** Where a query runs. */
interface Place {
  executor: Executor;
  session: Session;
  connectionId: number;
}

export interface MissingSources {
  message: string;
  hint: string;
  /** Something tells that it is not there: a job that writes it, or a name that is nearly the same. */
  explained: boolean;
  /** The job that writes one of them. */
  writer: { id: number; name: string } | null;
}

/** What to tell about sources that `found`, a catalog of at least them, does not have; null when all are there. */
export async function missingSources(
  sql: Sql,
  place: Place,
  sources: readonly MappedSource[],
  found: readonly CatalogEntry[],
): Promise<MissingSources | null> {
  const missing = sources.filter(source => !found.some(entry => sameRelation(entry, source.relation)));
  const [first] = missing;
  if (first === undefined) return null;
  const names = missing.map(({ written, reads }) =>
    written === reads ? reads : `${reads} (mapped from ${written})`,
  );
  const written = writtenByJob(sql, place.connectionId, missing);
  const hint = written?.hint ?? (await similarName(place, first.relation));
  return {
    message: `Missing: ${names.join(', ')}`,
    writer: written?.writer ?? null,
    explained: hint !== null,
    hint: hint ?? 'Load or build it first, or change the source mapping',
  };
}

/** In a new environment, what is missing is most often what another job has yet to build. */
function writtenByJob(
  sql: Sql,
  connectionId: number,
  missing: readonly MappedSource[],
): Pick<MissingSources, 'hint' | 'writer'> | null {
  for (const { relation, reads } of missing) {
    const writers = sql.jobs.writersOf.all({
      target: quoteRelation(relation),
      connection: connectionId,
      except: 0,
    });
    const [writer] = writers;
    if (writer === undefined) continue;
    return { writer, hint: `${writers.map(job => job.name).join(' or ')} writes ${reads}: run it first` };
  }
  return null;
}

async function similarName({ executor, session }: Place, relation: Relation): Promise<string | null> {
  const everything = await executor.catalog({ session });
  const near = closest(displayRelation(relation), everything.map(displayRelation));
  return near === undefined ? null : `Did you mean ${near}?`;
}
