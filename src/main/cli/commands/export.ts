import { resolve } from 'node:path';
import type { Command } from 'commander';
import { act, describe } from '../command.ts';
import { writeFolder } from '../definitions-folder.ts';
import { counted } from '../output/text.ts';

export function define(command: Command): void {
  describe(command.argument('<dir>'), 'Write the definitions of the workspace as plain files', {
    about:
      'SQL and YAML, the same for the same definitions, made for Git. DIR must be new, empty or an earlier export; of an earlier one, definition files that no longer belong are removed and all other files left alone.',
    examples: ['export ./flights && git -C ./flights diff'],
  }).action(
    act<[string]>(async (cli, [name]) => {
      const directory = resolve(name);
      const client = await cli.client('database');
      const { files } = await client.definitions.export();
      const { written, removed } = writeFolder(directory, files);
      const result = { directory, files: files.map(file => file.path), written, removed };
      cli.terminal.result(result, () =>
        [
          ...written.map(path => cli.terminal.paint('green', `+ ${path}`)),
          ...removed.map(path => cli.terminal.paint('red', `- ${path}`)),
          `${directory}: ${counted(files.length, 'file')}, ${written.length} written, ${removed.length} removed`,
        ].join('\n'),
      );
    }),
  );
}
