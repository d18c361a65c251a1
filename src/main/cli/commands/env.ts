import type { Command } from 'commander';
import type { EnvironmentDefinition, TestStage } from '../../../shared/contract/environments.ts';
import type { Client } from '../../../shared/contract/index.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { act, verb } from '../command.ts';
import { exitCodes } from '../errors.ts';
import { collect } from '../inputs.ts';
import { untrusted } from '../output/connection.ts';
import { environmentList, environmentText, stagesText } from '../output/environment.ts';
import { addSignInOptions, readSignIn, settleSignIn, type SignInOptions } from '../sign-in.ts';

const kinds = ['roles', 'warehouses', 'databases', 'schemas'] as const;
type Kind = (typeof kinds)[number];

export function define(env: Command): void {
  env.description('Environments: where jobs run. Each names a connection, or defines it.');

  verb(env, 'list', 'List environments in the order of promotion', { examples: ['env list'] }).action(
    act(async cli => {
      const client = await cli.client();
      const found = await client.environments.list();
      cli.terminal.result(found, () => environmentList(found.environments, cli.terminal));
    }),
  );

  verb(env, 'show <env>', 'Show an environment', {
    about: 'What holds in it, and what of that its compute profile says.',
    examples: ['env show prod'],
  }).action(
    act<[string]>(async (cli, [name]) => {
      const client = await cli.client();
      const found = await client.environments.get({ environment: name });
      cli.terminal.result(found, () => environmentText(found, cli.terminal));
    }),
  );

  verb(env, 'test [env]', 'Test how far one gets: reach, sign in, role, warehouse, database, privileges', {
    about:
      'Changes nothing. With --file, tests an environment that is still being written. Ends with 5 when signing in failed, with 1 when another stage did.',
    examples: ['env test prod', 'env test --file prod.yaml --trust-host link.example.com'],
  })
    .option('--file <file>', 'an environment in a file, or "-" for stdin')
    .option(
      '--trust-host <host>',
      'let what signs in be sent to this host, for this test (repeatable)',
      collect,
    )
    .action(
      act<[string | undefined], { file?: string; trustHost?: string[] }>(
        async (cli, [name], { file, trustHost }) => {
          const { environment, located } = await subjectOf(name, file);
          const client = await cli.client();
          const tested = await located(client.environments.test({ environment, trust_hosts: trustHost }));
          cli.terminal.result(tested, () => stagesText(tested.stages, cli.terminal));
          return exitCodeOf(tested.stages);
        },
      ),
    );

  verb(env, 'choices <env> <what>', 'List what its role can see: roles, warehouses, databases or schemas', {
    about: 'Asks the account. An engine that has no such thing has none to list.',
    examples: ['env choices dev warehouses', 'env choices dev schemas --database ANALYTICS'],
  })
    .option('--database <database>', 'whose schemas (default: that of the environment)')
    .action(
      act<[string, string], { database?: string }>(async (cli, [name, what], { database }) => {
        const client = await cli.client();
        const found = await client.environments.choices({ environment: name, what: kindOf(what), database });
        cli.terminal.result(found, () =>
          found.names.length === 0 ? `There are no ${what} to choose from.` : found.names.join('\n'),
        );
      }),
    );

  addSignInOptions(
    verb(env, 'apply', 'Create or update an environment from a file', {
      about:
        'The file is YAML or JSON (docs/cli.md); its connection is the name of one, or defines it. What the file leaves out gets its default. Secrets are read from stdin or asked for, never from an argument, which others on the machine could see.',
      examples: [
        'env apply --file prod.yaml',
        'env apply --file prod.yaml --secret-stdin < key.p8',
        'env apply --file - < prod.yaml',
      ],
    }).requiredOption('--file <file>', 'the definition, or "-" for stdin'),
  ).action(
    act<[], SignInOptions & { file: string }>(async (cli, _, options) => {
      const [{ readDefinition }, { environmentDefinition }] = await Promise.all([
        import('../definition-file.ts'),
        import('../../../shared/contract/environments.ts'),
      ]);
      const { definition, located } = await readDefinition(options.file, environmentDefinition);
      const client = await cli.client('nothing');
      const signIn = await readSignIn(await connectionOf(client, definition), options.file, options);
      const applied = await located(client.environments.apply({ definition }));
      cli.terminal.print(
        `${applied.created ? 'Created' : 'Updated'} environment ${applied.name} (id ${applied.id})`,
      );
      const connection = await settleSignIn(cli, client, String(applied.connection_id), signIn);
      const { secrets } = connection;
      if (cli.terminal.json) {
        cli.terminal.document({ ...applied, secrets, untrusted_hosts: untrusted(connection) });
      }
    }),
  );
}

/** What is to be tested: an environment by name, or one in a file. */
async function subjectOf(name: string | undefined, file: string | undefined) {
  if ((name === undefined) === (file === undefined)) {
    throw new SlipwayError('validation', 'Name an environment, or give one with --file', {
      hint: 'As in: slipway env test prod',
    });
  }
  if (file === undefined) return { environment: name ?? '', located: <T>(call: Promise<T>) => call };
  const [{ readDefinition }, { environmentDefinition }] = await Promise.all([
    import('../definition-file.ts'),
    import('../../../shared/contract/environments.ts'),
  ]);
  const { definition, located } = await readDefinition(file, environmentDefinition);
  return { environment: definition, located };
}

function exitCodeOf(stages: TestStage[]): number {
  const failed = stages.find(({ state }) => state === 'failed');
  if (!failed) return exitCodes.done;
  return failed.stage === 'sign_in' ? exitCodes.auth : exitCodes.failed;
}

function kindOf(text: string): Kind {
  const found = kinds.find(kind => kind === text);
  if (found) return found;
  throw new SlipwayError('validation', `"${text}" is nothing to choose from`, {
    hint: `There are: ${kinds.join(', ')}`,
  });
}

async function connectionOf(client: Client, { connection }: EnvironmentDefinition) {
  if (typeof connection !== 'string') return connection;
  return (await client.connections.get({ connection })).definition;
}
