import type { Command } from 'commander';
import { act, verb } from '../command.ts';
import { exitCodes } from '../errors.ts';
import { environmentList, environmentText, stagesText } from '../output/environment.ts';

export function define(env: Command): void {
  env.description('Environments: where jobs run, and their connections.');

  verb(env, 'list', 'List environments in the order of promotion', { examples: ['env list'] }).action(
    act(async cli => {
      const client = await cli.client();
      const found = await client.environments.list();
      cli.terminal.result(found, () => environmentList(found.environments, cli.terminal));
    }),
  );

  verb(env, 'show <env>', 'Show an environment', { examples: ['env show prod'] }).action(
    act<[string]>(async (cli, [name]) => {
      const client = await cli.client();
      const found = await client.environments.get({ environment: name });
      cli.terminal.result(found, () => environmentText(found, cli.terminal));
    }),
  );

  verb(env, 'test <env>', 'Test how far one gets: reach, sign in, role, warehouse, database, privileges', {
    about: 'Changes nothing. Ends with 1 when a stage fails.',
    examples: ['env test prod'],
  }).action(
    act<[string]>(async (cli, [name]) => {
      const client = await cli.client();
      const tested = await client.environments.test({ environment: name });
      cli.terminal.result(tested, () => stagesText(tested.stages, cli.terminal));
      return tested.ok ? exitCodes.done : exitCodes.failed;
    }),
  );

  verb(env, 'apply', 'Create or update an environment from a file', {
    about:
      'The file is YAML or JSON (docs/cli.md); its connection is the name of one, or defines it. What the file leaves out gets its default.',
    examples: ['env apply --file prod.yaml', 'env apply --file - < prod.yaml'],
  })
    .requiredOption('--file <file>', 'the definition, or "-" for stdin')
    .action(
      act<[], { file: string }>(async (cli, _, { file }) => {
        const [{ readDefinition }, { environmentDefinition }] = await Promise.all([
          import('../definition-file.ts'),
          import('../../../shared/contract/environments.ts'),
        ]);
        const { definition, located } = await readDefinition(file, environmentDefinition);
        const client = await cli.client('nothing');
        const applied = await located(client.environments.apply({ definition }));
        cli.terminal.result(
          applied,
          () => `${applied.created ? 'Created' : 'Updated'} environment ${applied.name} (id ${applied.id})`,
        );
      }),
    );
}
