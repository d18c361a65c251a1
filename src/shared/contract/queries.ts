import * as z from 'zod';
import { actor, id, idParameter, name, next, pageInput, procedure, ref, sqlText, time } from './common.ts';
import { queryStates } from '../domain/run-state.ts';
import { strict } from './strict.ts';

/** A query that somebody ran by hand, a preview or `sql run`. Its rows are not kept, and values of variables are not. */
export const pastQuery = z.object({
  id,
  environment: name,
  environment_id: id,
  model: name.nullable().describe('The model whose text it was'),
  model_id: id.nullable(),
  version: z.string().nullable().describe('The version or tag that was previewed; null for other texts'),
  excerpt: z.string().describe('The first 400 characters of the SQL'),
  state: z.enum(queryStates),
  error: z.string().nullable().describe('Why it failed'),
  actor,
  started_at: time,
  elapsed_ms: z.number().int(),
  rows: z.number().int().nullable().describe('Rows fetched; null unless completed'),
  truncated: z.boolean().describe('There were more rows than the limit'),
  bytes: z.number().int().nullable().describe('Size of the rows as JSON, UTF-8'),
  query_id: z.string().nullable().describe('Null where it did not get as far as a result'),
});
export type PastQuery = z.infer<typeof pastQuery>;

export const pastQueryText = pastQuery.extend({ sql: sqlText });
export type PastQueryText = z.infer<typeof pastQueryText>;

/** The history of ad-hoc queries; of each environment the last 1,000 of 90 days. */
export const queries = {
  list: procedure
    .route({ method: 'GET', path: '/queries', summary: 'Queries run by hand, newest first' })
    .input(
      strict({
        environment: ref.optional(),
        model: ref.optional(),
        state: z.enum(queryStates).optional(),
        search: z.string().max(200).optional().describe('Part of the SQL or of the name of the model'),
        ...pageInput,
      }),
    )
    .output(z.object({ queries: z.array(pastQuery), next })),
  get: procedure
    .route({ method: 'GET', path: '/queries/{query}' })
    .input(strict({ query: idParameter }))
    .output(pastQueryText),
  clear: procedure
    .route({ method: 'DELETE', path: '/queries', summary: 'Forget the queries of an environment, or all' })
    .input(strict({ environment: ref.optional() }))
    .output(z.object({ removed: z.number().int().describe('How many') })),
};
