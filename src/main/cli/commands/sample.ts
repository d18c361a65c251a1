import type { Command } from 'commander';
import { act, verb } from '../command.ts';
import { loadSample } from '../sample.ts';
import { count, counted } from '../output/text.ts';

export function define(sample: Command): void {
  sample.description('The sample workspace "Flights": three million real flights on the embedded engine.');

  verb(sample, 'load', 'Add the data, models, environments and jobs of the sample', {
    about: 'Needs no account. Doing it again brings the tables back and changes nothing else.',
    examples: ['sample load', 'sample load --workspace ./flights'],
  }).action(
    act(async cli => {
      const client = await cli.client('nothing');
      const result = await loadSample(client, message => cli.terminal.say(`${message} …`));
      cli.terminal.result(result, () =>
        [
          ...result.tables.map(({ name, rows }) => `${name}: ${count(rows)} rows`),
          `${counted(result.environments.length, 'environment')}: ${result.environments.join(', ')}`,
          `${counted(result.models.length, 'model')}: ${result.models.join(', ')}`,
          counted(result.jobs.length, 'job'),
        ].join('\n'),
      );
    }),
  );
}
