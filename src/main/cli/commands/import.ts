import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { ImportAction } from '../../../shared/contract/workspace.ts';
import { act, describe } from '../command.ts';
import { readFolder } from '../definitions-folder.ts';
import { untrustedText } from '../output/connection.ts';
import { words } from '../output/states.ts';
import type { Cell } from '../output/table.ts';
import type { Terminal } from '../output/terminal.ts';

export function define(command: Command): void {
  describe(command.argument('<dir>'), 'Add and update from files as "export" writes them', {
    about:
      'Shows what it will do, then does it: all of it, or nothing where anything is wrong. Nothing is deleted, and versions never change. With --plan, only shows it.',
    examples: ['import ./flights --plan', 'import ./flights'],
  })
    .option('--plan', 'only show what would happen')
    .option('--confirm-shared-targets', 'allow jobs whose target another job writes too')
    .action(
      act<[string], { plan?: boolean; confirmSharedTargets?: boolean }>(async (cli, [name], options) => {
        const directory = resolve(name);
        const files = readFolder(directory);
        // Importing may begin a workspace; only looking must not.
        const client = await cli.client(options.plan ? 'database' : 'nothing');
        const input = { files, directory, confirm_shared_targets: options.confirmSharedTargets };
        const planned = await client.definitions.import({ ...input, plan: true });
        cli.terminal.print(actionsText(planned.actions, cli.terminal));
        if (options.plan) {
          if (cli.terminal.json) cli.terminal.document(planned);
          sayUntrusted(cli.terminal, planned.untrusted_hosts);
          return;
        }
        const done = await client.definitions.import({ ...input, plan: false });
        cli.terminal.result(done, () => 'Imported.');
        sayUntrusted(cli.terminal, done.untrusted_hosts);
      }),
    );
}

function sayUntrusted(terminal: Terminal, untrusted: { connection: string; hosts: string[] }[]): void {
  for (const { connection, hosts } of untrusted) {
    for (const host of hosts) terminal.warn(untrustedText(connection, host));
  }
}

const marks = {
  create: { text: '+ create', style: 'green' },
  update: { text: '~ update', style: 'yellow' },
} as const;

function actionsText(actions: ImportAction[], terminal: Terminal): string {
  const unchanged = actions.filter(({ action }) => action === 'unchanged').length;
  const rows = actions.flatMap<Cell[]>(({ action, object, name, detail }) =>
    action === 'unchanged' ? [] : [[marks[action], words(object), name, detail]],
  );
  const rest = unchanged === 0 ? [] : [terminal.paint('dim', `${unchanged} unchanged`)];
  if (rows.length === 0) return ['Everything is as it is in the files.', ...rest].join('\n');
  const text = terminal.table(
    [{ title: '', keep: true }, { title: 'object', keep: true }, { title: 'name' }, { title: '' }],
    rows,
  );
  return [text, ...rest].join('\n');
}
