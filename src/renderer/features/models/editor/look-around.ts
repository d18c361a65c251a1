import type { Environment } from '../../../../shared/contract/environments.ts';
import type { JobSummary } from '../../../../shared/contract/jobs.ts';
import { parseNameParts } from '../../../../shared/domain/relation.ts';
import { api, client, queryClient } from '../../../api.ts';
import type { Surroundings, Writer } from './surroundings.ts';

const freshMs = 60_000;

/**
 * What a text can name in an environment. What cannot be asked for, or takes longer than `patienceMs`, is left out: the
 * words of the language remain, and the next time it is there.
 */
export async function lookAround(
  environment: Environment | undefined,
  patienceMs: number,
): Promise<Surroundings> {
  const empty: Surroundings = {
    environment: '',
    relations: [],
    database: null,
    schema: null,
    sourceMapping: {},
    variables: [],
    writers: [],
  };
  if (!environment) return empty;
  const { name, database, schema, source_mapping: sourceMapping } = environment;
  const input = { environment: String(environment.id) };
  const ask = { staleTime: freshMs, retry: false } as const;
  const [catalog, writers, workspace] = await Promise.all([
    within(patienceMs, queryClient.fetchQuery({ ...api.sql.catalog.queryOptions({ input }), ...ask }), {
      relations: [],
    }),
    within(patienceMs, queryClient.fetchQuery({ ...writersIn(environment.id), ...ask }), []),
    within(patienceMs, queryClient.fetchQuery({ ...api.workspace.variables.queryOptions(), ...ask }), {
      variables: {},
    }),
  ]);
  const variables = new Map([
    ...Object.entries(workspace.variables).map(
      ([key, value]) => [key, { value, of: 'the workspace' }] as const,
    ),
    ...Object.entries(environment.variables).map(([key, value]) => [key, { value, of: name }] as const),
  ]);
  return {
    environment: name,
    relations: catalog.relations,
    database,
    schema,
    sourceMapping,
    writers,
    variables: [...variables].map(([key, { value, of }]) => ({
      name: key,
      value: JSON.stringify(value),
      of,
    })),
  };
}

async function within<T>(patienceMs: number, asked: Promise<T>, otherwise: T): Promise<T> {
  const { promise: late, resolve } = Promise.withResolvers<T>();
  const timer = setTimeout(() => resolve(otherwise), patienceMs);
  try {
    return await Promise.race([asked.catch(() => otherwise), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The jobs of an environment that build something from a model. */
const writersIn = (environment: number) => ({
  queryKey: [...api.jobs.list.key({ type: 'query' }), 'writers', environment],
  queryFn: async (): Promise<Writer[]> => {
    const found: JobSummary[] = [];
    let after: string | undefined;
    do {
      const page = await client.jobs.list({ environment: String(environment), limit: 1_000, after });
      found.push(...page.jobs);
      after = page.next ?? undefined;
    } while (after !== undefined);
    return found.flatMap(writerOf);
  },
});

function writerOf(job: JobSummary): Writer[] {
  const [database, schema, name] = parseNameParts(job.target ?? '') ?? [];
  if (job.model_id === null || job.model === null || !database || !schema || !name) return [];
  const lastRun = job.last_run && { state: job.last_run.state, endedAt: job.last_run.ended_at };
  return [
    {
      model: { id: job.model_id, name: job.model },
      job: { id: job.id, name: job.name },
      target: { database, schema, name },
      lastRun,
    },
  ];
}
