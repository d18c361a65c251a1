import { plainOf } from '../../../shared/domain/variables.ts';
import { variablesOf } from './layers.ts';
import type { Variables } from '../../../shared/contract/common.ts';
import type { ResultSet } from '../../../shared/contract/models.ts';
import type { PastQuery, PastQueryText } from '../../../shared/contract/queries.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { type Actor, actorText } from '../actor.ts';
import { type Context, iso } from '../context.ts';
import type { Environments } from '../environments/environments.ts';
import { numberAfter } from '../lookup.ts';
import type { Models } from '../models/models.ts';
import type { NewQuery, QueryRow } from '../store/queries.ts';
import type { Queries } from './queries.ts';

/** What is kept of an environment: the newest, within all three. */
const kept = { count: 1_000, characters: 20_000_000, ageMs: 90 * 24 * 3_600_000 };

interface Asked {
  sql: string;
  environment: string;
  variables: Variables;
  limit: number;
  model?: string | undefined;
  version?: string | undefined;
}

/** Queries that people run by hand, and what became of them. */
export function createQueryHistory(
  context: Context,
  areas: { environments: Environments; models: Models; queries: Queries },
) {
  const { environments, models, queries } = areas;
  const { queries: sql } = context.store.sql;

  const environmentId = (ref: string | undefined) => (ref === undefined ? null : environments.get(ref).id);
  const modelId = (ref: string | undefined) => (ref === undefined ? null : models.row(ref).id);

  /** That it could not be noted is nothing the query's own answer should wait or fail for. */
  async function note(query: NewQuery): Promise<void> {
    try {
      await context.store.write(tx => {
        sql.insert.run(query);
        const oldest = tx.now - kept.ageMs;
        sql.prune.run({
          environment: query.environment_id,
          count: kept.count,
          characters: kept.characters,
          oldest,
        });
        tx.changed('query', null);
      });
    } catch (cause) {
      context.log.write('warn', 'A query was not added to the history', { error: String(cause) });
    }
  }

  return {
    /** As `queries.run`; then its text is in the history, whether it completed, failed or was cancelled. */
    async run(actor: Actor, input: Asked, signal?: AbortSignal): Promise<ResultSet> {
      const environment = environments.get(input.environment);
      const asked = {
        environment_id: environment.id,
        model_id: modelId(input.model),
        version: input.version === undefined || input.version === 'draft' ? null : input.version,
        sql: context.redact(input.sql),
        sql_characters: input.sql.length,
        actor: actorText(actor),
        started_at_ms: context.clock.now(),
      };
      const began = context.clock.elapsed();
      const elapsed = () => Math.round(context.clock.elapsed() - began);
      try {
        const result = await queries.run(input, signal);
        await note({
          ...asked,
          state: 'completed',
          error: null,
          elapsed_ms: elapsed(),
          rows_fetched: result.rows.length,
          truncated: result.truncated ? 1 : 0,
          result_bytes: result.bytes,
          query_id: result.query_id,
        });
        return result;
      } catch (error) {
        const cancelled = signal?.aborted || (error instanceof SlipwayError && error.code === 'cancelled');
        const { variables: values } = variablesOf(context.store.sql, environment, {}, input.variables);
        await note({
          ...asked,
          state: cancelled ? 'cancelled' : 'failed',
          error: cancelled ? null : withoutValues(messageOf(error), values),
          elapsed_ms: elapsed(),
          rows_fetched: null,
          truncated: null,
          result_bytes: null,
          query_id: null,
        });
        throw error;
      }
    },

    list(input: {
      environment?: string | undefined;
      model?: string | undefined;
      state?: PastQuery['state'] | undefined;
      search?: string | undefined;
      limit: number;
      after?: string | undefined;
    }): { queries: PastQuery[]; next: string | null } {
      const search = input.search?.trim() ?? '';
      const rows = sql.page.all({
        environment: environmentId(input.environment),
        model: modelId(input.model),
        state: input.state ?? null,
        search: search === '' ? null : `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`,
        before: numberAfter(input.after, Number.MAX_SAFE_INTEGER),
        limit: input.limit + 1,
      });
      const page = rows.slice(0, input.limit);
      const next = rows.length > input.limit ? String(page.at(-1)?.id) : null;
      return { queries: page.map(toPastQuery), next };
    },

    /** With the whole text. */
    get(id: number): PastQueryText {
      const row = sql.byId.get(id);
      if (!row) throw new SlipwayError('not_found', `There is no query with id ${id} in the history`);
      return { ...toPastQuery(row), sql: row.sql };
    },

    /** Forgets the queries of an environment, or all; returns how many there were. */
    clear(actor: Actor, ref: string | undefined): Promise<number> {
      const environment = environmentId(ref);
      return context.store.write(tx => {
        const { changes } = sql.clear.run({ environment });
        if (changes > 0) {
          tx.audit({
            actor: actorText(actor),
            action: 'query.clear',
            objectType: 'environment',
            objectId: environment,
            objectName: ref === undefined ? '' : environments.get(ref).name,
            details: { removed: changes },
          });
          tx.changed('query', null);
        }
        return changes;
      });
    },
  };
}

export type QueryHistory = ReturnType<typeof createQueryHistory>;

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Warehouses quote values in their messages; the history has none of variables. */
export function withoutValues(message: string, variables: Variables): string {
  let text = message;
  for (const [name, value] of Object.entries(variables)) {
    for (const one of [plainOf(value)].flat()) {
      // Shorter ones stand in too many words to mean anything.
      if (one !== null && typeof one !== 'boolean' && String(one).length >= 4) {
        text = text.replaceAll(String(one), `{{ ${name} }}`);
      }
    }
  }
  return text;
}

function toPastQuery(row: QueryRow): PastQuery {
  return {
    id: row.id,
    environment: row.environment,
    environment_id: row.environment_id,
    model: row.model,
    model_id: row.model_id,
    version: row.version,
    excerpt: row.sql.slice(0, 400),
    state: row.state,
    error: row.error,
    actor: row.actor,
    started_at: iso(row.started_at_ms),
    elapsed_ms: row.elapsed_ms,
    rows: row.rows_fetched,
    truncated: row.truncated === 1,
    bytes: row.result_bytes,
    query_id: row.query_id,
  };
}
