import { resolve } from 'node:path';
import type { Command } from 'commander';
import { act, describe } from '../command.ts';
import { bytes } from '../output/text.ts';

export function define(backup: Command): void {
  describe(backup.argument('<file>'), 'Write a consistent copy of the database', {
    about:
      'FILE must not exist. The copy holds models, environments, jobs, runs and promotions; tables of the embedded warehouse are files of their own and not in it. To restore, put it into a workspace as slipway.db.',
    examples: ['backup slipway-monday.db'],
  }).action(
    act<[string]>(async (cli, [name]) => {
      const client = await cli.client('database');
      const made = await client.workspace.backup({ file: resolve(name) });
      cli.terminal.result(made, () => `${made.file}: ${bytes(made.bytes)}`);
    }),
  );
}
