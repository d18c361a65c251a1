import type { Command } from 'commander';
import { act, verb } from '../command.ts';
import { confirm } from '../ask.ts';
import { wholeNumber } from '../inputs.ts';
import {
  costText,
  databasesText,
  matchesText,
  statisticsText,
  tableText,
  tablesText,
} from '../output/catalog.ts';
import { resultText } from '../output/result.ts';

const named =
  'TABLE is a name as SQL writes it: `orders`, `RAW.ORDERS`, `LAKE.RAW.ORDERS`; what is left out comes from the environment.';

interface InEnvironment {
  env: string;
}

export function define(catalog: Command): void {
  catalog.description(
    'What a warehouse has, as the role of an environment sees it: databases, schemas, tables, columns.',
  );
  const within = (name: string, summary: string, help: { about?: string; examples: string[] }) =>
    verb(catalog, name, summary, help).requiredOption('--env <env>', 'the environment');

  within('list [database]', 'List databases, or the tables and views of one', {
    about: 'Names are kept when they were read; `catalog refresh` reads them again.',
    examples: ['catalog list --env dev', 'catalog list DATALAKE_DEV --env dev --schema RAW'],
  })
    .option('--schema <schema>', 'only of this schema')
    .action(
      act<[string | undefined], InEnvironment & { schema?: string }>(
        async (cli, [database], { env, schema }) => {
          const client = await cli.client();
          if (database === undefined) {
            const found = await client.catalog.databases({ environment: env });
            cli.terminal.result(found, () => databasesText(found, cli.terminal));
            return;
          }
          const found = await client.catalog.list({ environment: env, database });
          const wanted = schema?.toLowerCase();
          const schemas = found.schemas.filter(
            ({ name }) => wanted === undefined || name.toLowerCase() === wanted,
          );
          const result = { ...found, schemas };
          cli.terminal.result(result, () => tablesText(result, cli.terminal));
        },
      ),
    );

  within('search <words...>', 'Find tables, views and columns by words of their names', {
    about: 'All words must be found, in any order and case. A dot parts words too.',
    examples: ['catalog search orders --env dev', 'catalog search raw flight delay --env prod'],
  })
    .option('--limit <n>', 'at most this many (default: 100)', wholeNumber)
    .action(
      act<[string[]], InEnvironment & { limit?: number }>(async (cli, [words], { env, limit }) => {
        const client = await cli.client();
        const found = await client.catalog.search({ environment: env, text: words.join(' '), limit });
        cli.terminal.result(found, () => matchesText(found, cli.terminal));
      }),
    );

  within('refresh [database]', 'Read again what the warehouse has', {
    about: 'Without a database: the list of all, and those that were read before.',
    examples: ['catalog refresh --env dev', 'catalog refresh DATALAKE_DEV --env dev'],
  }).action(
    act<[string | undefined], InEnvironment>(async (cli, [database], { env }) => {
      const client = await cli.client();
      const found = await client.catalog.refresh({ environment: env, database });
      cli.terminal.result(found, () => databasesText(found, cli.terminal));
    }),
  );

  within('show <table>', 'Show a table or view with its columns', {
    about: named,
    examples: ['catalog show DATALAKE_DEV.RAW.FLIGHTS --env dev'],
  }).action(
    act<[string], InEnvironment>(async (cli, [table], { env }) => {
      const client = await cli.client();
      const found = await client.catalog.show({ environment: env, table });
      cli.terminal.result(found, () => tableText(found, cli.terminal));
    }),
  );

  within('sample <table>', 'Show some rows, whichever the warehouse has first', {
    about: named,
    examples: ['catalog sample DATALAKE_DEV.RAW.FLIGHTS --env dev --limit 20'],
  })
    .option('--limit <n>', 'at most this many rows (default: 100)', wholeNumber)
    .action(
      act<[string], InEnvironment & { limit?: number }>(async (cli, [table], { env, limit }) => {
        const client = await cli.client();
        const found = await client.catalog.sample({ environment: env, table, limit });
        cli.terminal.result(found, () => resultText(found, cli.terminal));
      }),
    );

  within('stats <table>', 'Show statistics of all columns', {
    about: `${named} They are computed in one query that reads the whole table, and kept until a run changes it; of a large table only after asking.`,
    examples: [
      'catalog stats DATALAKE_DEV.RAW.FLIGHTS --env dev',
      'catalog stats DATALAKE_DEV.RAW.FLIGHTS --env dev --refresh --yes',
    ],
  })
    .option('--refresh', 'compute them again')
    .option('--yes', 'do not ask before a large table is read')
    .action(
      act<[string], InEnvironment & { refresh?: boolean; yes?: boolean }>(async (cli, [table], options) => {
        const client = await cli.client();
        const input = { environment: options.env, table };
        const { statistics, cost } = await client.catalog.statistics(input);
        const kept = options.refresh ? null : statistics;
        if (kept === null && cost.large) await confirm(`This reads ${costText(cost)}. Go on?`, options.yes);
        const found =
          kept ?? (await client.catalog.computeStatistics({ ...input, confirm_large: cost.large }));
        cli.terminal.result(found, () => statisticsText(found, cli.terminal));
      }),
    );

  within('ddl <table>', 'Show the statement that would make it again', {
    about: named,
    examples: ['catalog ddl DATALAKE_DEV.RAW.FLIGHTS --env dev'],
  }).action(
    act<[string], InEnvironment>(async (cli, [table], { env }) => {
      const client = await cli.client();
      const found = await client.catalog.ddl({ environment: env, table });
      cli.terminal.result(found, () => found.ddl);
    }),
  );
}
