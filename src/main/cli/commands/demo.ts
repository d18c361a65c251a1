import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { formatDuration } from '../../../shared/domain/duration.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import type { Cli } from '../cli.ts';
import { act, describe } from '../command.ts';
import { play } from '../demo/play.ts';
import { Story } from '../demo/story.ts';

export function define(demo: Command): void {
  describe(demo, 'Do the main job on real data, in a temporary workspace', {
    about:
      'Loads the sample, changes a model, tries it in dev, promotes it to prod, builds it from three million rows, and takes it back. The workspace stays for a look. --workspace names another, which must be new or empty.',
    examples: ['demo', 'demo --json'],
  }).action(
    act(async cli => {
      cli.directory = chooseDirectory(cli);
      cli.expectsNew = true;
      const story = new Story(cli.terminal);
      story.tell(`A new workspace: ${cli.directory}\n`);
      const { client } = await cli.engine('nothing');
      const numbers = await play(client, cli.terminal, story);
      const elapsed_ms = Math.round(story.elapsedMs);
      story.tell(`\nDone in ${formatDuration(elapsed_ms)}. ${howToLook(cli.directory)}`);
      if (cli.terminal.json) cli.terminal.document({ workspace: cli.directory, ...numbers, elapsed_ms });
    }),
  );
}

/** $SLIPWAY_WORKSPACE is where real work is: the demo goes elsewhere unless told on the command line. */
function chooseDirectory({ isNamed, directory }: Cli): string {
  if (!isNamed) return mkdtempSync(join(tmpdir(), 'slipway-demo-'));
  if (!existsSync(directory) || readdirSync(directory).length === 0) return directory;
  throw new SlipwayError('precondition', `${directory} is not empty: the demo needs a workspace of its own`, {
    hint: 'Leave --workspace out to get a temporary one',
  });
}

function howToLook(directory: string): string {
  const fromSource = import.meta.url.endsWith('.ts');
  const slipway = fromSource ? 'npm run -s slipway --' : 'slipway';
  const ways = [
    ...(fromSource ? [`SLIPWAY_WORKSPACE=${directory} npm start`] : []),
    `${slipway} serve --open --workspace ${directory}`,
    `${slipway} promote board --workspace ${directory}`,
  ];
  return `The workspace stays for a look:\n${ways.map(way => `  ${way}`).join('\n')}`;
}
