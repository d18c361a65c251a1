import { type Command, InvalidArgumentError } from 'commander';
import type { PastQuery } from '../../../shared/contract/queries.ts';
import { queryStates } from '../../../shared/domain/run-state.ts';
import { confirm } from '../ask.ts';
import { act, verb } from '../command.ts';
import { argument, idNumber } from '../inputs.ts';
import { queryList, queryText } from '../output/query.ts';
import { counted, safeLines } from '../output/text.ts';
import { addPaging, type Paging, sayNext } from '../paging.ts';

interface ListOptions extends Paging {
  env?: string;
  model?: string;
  state?: PastQuery['state'];
  search?: string;
}

export function define(query: Command): void {
  query.description(
    'Queries that were run by hand: previews and `sql run`. Rows and values of variables are not kept.',
  );

  addPaging(
    verb(query, 'list', 'List queries, newest first', {
      examples: ['query list --env dev', 'query list --state failed --search delays'],
    })
      .option('--env <env>', 'in this environment')
      .option('--model <model>', 'of the text of this model')
      .option('--state <state>', `that ended like this: ${queryStates.join(', ')}`, queryState)
      .option('--search <text>', 'with this in the SQL or in the name of the model'),
  ).action(
    act<[], ListOptions>(async (cli, _, { env: environment, model, state, search, limit, after }) => {
      const client = await cli.client();
      const page = await client.queries.list({ environment, model, state, search, limit, after });
      cli.terminal.result(page, () => queryList(page.queries, cli.terminal));
      sayNext(cli.terminal, page.next);
    }),
  );

  verb(query, 'show <query>', 'Show a query with its whole text', {
    examples: ['query show 12', 'query show 12 --sql > query.sql'],
  })
    .option('--sql', 'only the SQL')
    .action(
      act<[string], { sql?: boolean }>(async (cli, [ref], { sql }) => {
        const client = await cli.client();
        const found = await client.queries.get({ query: argument('query', ref, idNumber) });
        cli.terminal.result(found, () => (sql ? safeLines(found.sql) : queryText(found, cli.terminal)));
      }),
    );

  verb(query, 'clear', 'Forget the queries of an environment, or all', {
    examples: ['query clear --env dev', 'query clear --yes'],
  })
    .option('--env <env>', 'only those in this environment')
    .option('--yes', 'do not ask')
    .action(
      act<[], { env?: string; yes?: boolean }>(async (cli, _, { env, yes }) => {
        const client = await cli.client();
        const which = env === undefined ? 'all queries' : `the queries in ${env}`;
        await confirm(`Forget ${which} of the history?`, yes);
        const result = await client.queries.clear({ environment: env });
        cli.terminal.result(result, () => `Forgot ${counted(result.removed, 'query', 'queries')}`);
      }),
    );
}

function queryState(text: string): PastQuery['state'] {
  const state = queryStates.find(known => known === text);
  if (state === undefined) throw new InvalidArgumentError(`It is one of ${queryStates.join(', ')}.`);
  return state;
}
