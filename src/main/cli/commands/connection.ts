import type { Command } from 'commander';
import { act, verb } from '../command.ts';
import { connectionList, connectionText } from '../output/connection.ts';
import { addSignInOptions, readSignIn, settleSignIn, type SignInOptions } from '../sign-in.ts';

export function define(connection: Command): void {
  connection.description(
    'Connections: how to sign in to a warehouse. They name secrets; "secret set" keeps those.',
  );

  verb(connection, 'list', 'List connections, and what keeps them from signing in', {
    examples: ['connection list'],
  }).action(
    act(async cli => {
      const client = await cli.client();
      const found = await client.connections.list();
      cli.terminal.result(found, () => connectionList(found.connections, cli.terminal));
    }),
  );

  verb(connection, 'show <connection>', 'Show a connection', {
    about: 'Whether its secrets are set, never what they are, and which hosts it names are trusted.',
    examples: ['connection show warehouse'],
  }).action(
    act<[string]>(async (cli, [name]) => {
      const client = await cli.client();
      const found = await client.connections.get({ connection: name });
      const { writeYaml } = await import('../../engine/definitions/yaml.ts');
      cli.terminal.result(found, () => connectionText(found, cli.terminal, writeYaml));
    }),
  );

  addSignInOptions(
    verb(connection, 'apply', 'Create or update a connection from a file', {
      about:
        'The file is YAML or JSON (docs/cli.md). It names secrets and holds none: they are read from stdin or asked for, never from an argument, which others on the machine could see.',
      examples: [
        'connection apply --file warehouse.yaml',
        'connection apply --file warehouse.yaml --secret-stdin < key.p8',
        'connection apply --file link.yaml --trust-host link.example.com',
      ],
    }).requiredOption('--file <file>', 'the definition, or "-" for stdin'),
  ).action(
    act<[], SignInOptions & { file: string }>(async (cli, _, options) => {
      const [{ readDefinition }, { connectionDefinition }] = await Promise.all([
        import('../definition-file.ts'),
        import('../../../shared/contract/connections.ts'),
      ]);
      const { definition, located } = await readDefinition(options.file, connectionDefinition);
      const signIn = await readSignIn(definition, options.file, options);
      const client = await cli.client('nothing');
      const { created, id, name } = await located(client.connections.apply({ definition }));
      cli.terminal.print(`${created ? 'Created' : 'Updated'} connection ${name} (id ${id})`);
      const settled = await settleSignIn(cli, client, String(id), signIn);
      if (cli.terminal.json) cli.terminal.document({ ...settled, created });
    }),
  );

  verb(connection, 'trust <connection> <hosts...>', 'Let what signs in be sent to hosts it names', {
    about:
      'Hosts with their ports, as "connection show" has them. Nothing is sent to a host that is not Snowflake\'s before. The trust ends when the definition no longer names the host.',
    examples: ['connection trust warehouse link.example.com'],
  }).action(
    act<[string, string[]]>(async (cli, [name, hosts]) => {
      const client = await cli.client();
      const trusted = await client.connections.trust({ connection: name, hosts });
      cli.terminal.result(
        trusted,
        () =>
          `${trusted.name} may send what signs in to ${trusted.foreign_hosts
            .filter(host => host.trusted)
            .map(({ host }) => host)
            .join(', ')}`,
      );
    }),
  );

  verb(connection, 'remove <connection>', 'Delete a connection that no environment uses', {
    about: 'Its secrets stay: other connections may name them, too.',
    examples: ['connection remove warehouse'],
  }).action(
    act<[string]>(async (cli, [ref]) => {
      const client = await cli.client();
      const { id, secrets } = await client.connections.get({ connection: ref });
      const result = await client.connections.remove({ connection: String(id) });
      cli.terminal.result(result, () => `Deleted connection ${result.removed}`);
      for (const { name, source } of secrets) {
        if (source === 'keychain') cli.terminal.say(`Its secret stays: slipway secret remove ${name}`);
      }
    }),
  );
}
