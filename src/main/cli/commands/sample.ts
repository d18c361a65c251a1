import type { Command } from 'commander';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { act, verb } from '../command.ts';
import { loadSample } from '../sample.ts';
import { count, counted } from '../output/text.ts';

export function define(sample: Command): void {
  sample.description(
    'The sample workspace "Flights": three million real flights on the embedded engine, or a share of them elsewhere.',
  );

  verb(sample, 'load', 'Add the data, models, environments and jobs of the sample', {
    about:
      'Needs no account. Doing it again brings the tables back and changes nothing else. With --connection, a share of the rows goes to its warehouse, as inserts, into databases DATALAKE_… and ANALYTICS_… that the role must be allowed to create; tables of others under the same names are never replaced.',
    examples: [
      'sample load',
      'sample load --workspace ./flights',
      'sample load --connection account --role TRANSFORMER --with-warehouse WH_XS',
    ],
  })
    .option('--connection <connection>', 'an existing connection whose warehouse gets a share of the rows')
    .option('--role <role>', 'there: the role of the environments')
    .option('--with-warehouse <warehouse>', 'there: what computes for the environments')
    .action(
      act<[], { connection?: string; role?: string; withWarehouse?: string }>(
        async (cli, _, { connection, role, withWarehouse }) => {
          if (connection === undefined && (role ?? withWarehouse) !== undefined) {
            throw new SlipwayError('validation', '--role and --with-warehouse go with --connection');
          }
          const client = await cli.client('nothing');
          const result = await loadSample(
            client,
            message => cli.terminal.say(`${message} …`),
            connection === undefined ? undefined : { connection, role, warehouse: withWarehouse },
          );
          cli.terminal.result(result, () =>
            [
              ...result.tables.map(({ name, rows }) => `${name}: ${count(rows)} rows`),
              `${counted(result.environments.length, 'environment')}: ${result.environments.join(', ')}`,
              `${counted(result.models.length, 'model')}: ${result.models.join(', ')}`,
              counted(result.jobs.length, 'job'),
            ].join('\n'),
          );
        },
      ),
    );
}
