import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { formatDuration } from '../../../shared/domain/duration.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import type { Client } from '../../../shared/contract/index.ts';
import type { Cli } from '../cli.ts';
import { act, describe } from '../command.ts';
import { startFakeAccount } from '../demo/fake-account.ts';
import { playOnFakeAccount } from '../demo/on-fake-account.ts';
import { play, sumUp } from '../demo/play.ts';
import { Story } from '../demo/story.ts';

const engines = ['duckdb', 'snowflake-fake'] as const;
type DemoEngine = (typeof engines)[number];

export function define(demo: Command): void {
  describe(demo, 'Do the main job on real data, in a temporary workspace', {
    about:
      'Loads the sample, changes a model, tries it in dev, promotes it to prod, builds it from three million rows, and takes it back. The workspace stays for a look. --workspace names another, which must be new or empty.',
    examples: ['demo', 'demo --json', 'demo --engine snowflake-fake'],
  })
    .addOption(
      new Option(
        '--engine <engine>',
        "where the tables are: on the embedded engine, or on a fake Snowflake account that Slipway's source brings (no Snowflake; the driver is the real one)",
      )
        .choices(engines)
        .default('duckdb'),
    )
    .action(
      act<[], { engine: DemoEngine }>(async (cli, _, { engine }) => {
        const story = new Story(cli.terminal);
        const told = engine === 'duckdb' ? await onDuckdb(cli, story) : await onFakeAccount(cli, story);
        const elapsed_ms = Math.round(story.elapsedMs);
        story.tell(`\nDone in ${formatDuration(elapsed_ms)}. ${howToLook(cli.directory)}`);
        if (engine === 'snowflake-fake') story.tell(gone);
        if (cli.terminal.json) cli.terminal.document({ workspace: cli.directory, ...told, elapsed_ms });
      }),
    );
}

async function onDuckdb(cli: Cli, story: Story): Promise<object> {
  const client = await newWorkspace(cli, story);
  const rows = await play(client, cli.terminal, story);
  return { ...(await sumUp(client, cli.terminal, story)), rows };
}

async function onFakeAccount(cli: Cli, story: Story): Promise<object> {
  const account = await startFakeAccount();
  cli.closeAfterEngine(() => account.close());
  const client = await newWorkspace(cli, story);
  story.tell(`${story.paint('yellow', 'This is no Snowflake')}: ${whatItIs(account.url)}\n`);
  const { rows, left_out } = await playOnFakeAccount(client, cli.terminal, story, account);
  const numbers = await sumUp(client, cli.terminal, story);
  return { ...numbers, rows, engine: 'snowflake-fake', statements: await account.statements(), left_out };
}

/** Makes the workspace. Only an engine that starts now knows the secrets of this command. */
async function newWorkspace(cli: Cli, story: Story): Promise<Client> {
  cli.directory = chooseDirectory(cli);
  cli.expectsNew = true;
  story.tell(`A new workspace: ${cli.directory}\n`);
  const { client } = await cli.engine('nothing');
  return client;
}

function whatItIs(url: string): string {
  return `the account is the server of Slipway's own tests, on this machine (${url}), with DuckDB behind it. It shows how
Slipway works with Snowflake's protocol, through Snowflake's own driver, signed in with a key pair made for this demo; it
shows nothing of Snowflake's SQL, speed or cost.`;
}

const gone =
  'The fake account has ended, with its tables and its key: what ran there can be looked at, and not run again.';

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
