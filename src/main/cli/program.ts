import { Command, CommanderError, type Option } from 'commander';
import manifest from '../../../package.json' with { type: 'json' };
import { SlipwayError } from '../../shared/domain/errors.ts';
import { commonGroup, withCommonOptions } from './command.ts';
import { exitCodes, report } from './errors.ts';
import { flush, Terminal } from './output/terminal.ts';

interface Entry {
  group: string;
  name: string;
  /** For the list of commands; a noun's verbs are in it. */
  summary: string;
  load(): Promise<{ define(command: Command): void }>;
}

const groups = {
  begin: 'Begin:',
  build: 'Build and run:',
  keep: 'Keep:',
} as const;

/** Only the command that was asked for is loaded. */
const entries: Entry[] = [
  {
    group: groups.begin,
    name: 'demo',
    summary: 'the main job on real data, in a temporary workspace',
    load: () => import('./commands/demo.ts'),
  },
  {
    group: groups.begin,
    name: 'serve',
    summary: 'serve the page and the API on this machine',
    load: () => import('./commands/serve.ts'),
  },
  {
    group: groups.begin,
    name: 'sample',
    summary: 'the sample workspace "Flights": load',
    load: () => import('./commands/sample.ts'),
  },
  {
    group: groups.build,
    name: 'model',
    summary:
      'models, versions, tags: list, show, history, search, create, draft, restore, docs, origin, publish, tag, untag, diff, preview, delete',
    load: () => import('./commands/model.ts'),
  },
  {
    group: groups.build,
    name: 'env',
    summary: 'environments: list, show, test, choices, apply',
    load: () => import('./commands/env.ts'),
  },
  {
    group: groups.build,
    name: 'connection',
    summary: 'connections: list, show, apply, trust, remove',
    load: () => import('./commands/connection.ts'),
  },
  {
    group: groups.build,
    name: 'compute',
    summary: 'compute profiles: list, show, apply, remove',
    load: () => import('./commands/compute.ts'),
  },
  {
    group: groups.build,
    name: 'job',
    summary:
      'jobs: list, show, history, checks, reset-conditions, apply, publish, activate, delete, run, plan, intervals, backfill, next, pause, resume',
    load: () => import('./commands/job.ts'),
  },
  {
    group: groups.build,
    name: 'run',
    summary: 'runs: list, show, logs, cancel, retry, compare, build',
    load: () => import('./commands/run.ts'),
  },
  {
    group: groups.build,
    name: 'build',
    summary: 'builds of several models: list, show, cancel',
    load: () => import('./commands/build.ts'),
  },
  {
    group: groups.build,
    name: 'backfill',
    summary: 'backfills of intervals: list, show, cancel, resume',
    load: () => import('./commands/backfill.ts'),
  },
  {
    group: groups.build,
    name: 'schedule',
    summary: 'schedules: status, fires, wake-plan, simulate, preview, pause, resume, reset, run-missed',
    load: () => import('./commands/schedule.ts'),
  },
  {
    group: groups.build,
    name: 'promote',
    summary: 'promotion: board, plan, show, list, approve, reject, apply, rollback',
    load: () => import('./commands/promote.ts'),
  },
  {
    group: groups.build,
    name: 'catalog',
    summary: 'what a warehouse has: list, search, refresh, show, sample, stats, ddl',
    load: () => import('./commands/catalog.ts'),
  },
  {
    group: groups.build,
    name: 'sql',
    summary: 'SQL tools: check, sources, columns, lineage, diff, translate, format, compile, run',
    load: () => import('./commands/sql.ts'),
  },
  {
    group: groups.build,
    name: 'query',
    summary: 'queries run by hand: list, show, clear',
    load: () => import('./commands/query.ts'),
  },
  {
    group: groups.build,
    name: 'lineage',
    summary: 'who reads what, and what a change means: show, columns, impact',
    load: () => import('./commands/lineage.ts'),
  },
  {
    group: groups.build,
    name: 'limits',
    summary: 'limits of the workspace: show, set',
    load: () => import('./commands/limits.ts'),
  },
  {
    group: groups.build,
    name: 'variables',
    summary: 'variables of the workspace: list, set',
    load: () => import('./commands/variables.ts'),
  },
  {
    group: groups.build,
    name: 'notify',
    summary: 'notifications: channel, rule, deliveries',
    load: () => import('./commands/notify.ts'),
  },
  {
    group: groups.build,
    name: 'secret',
    summary: 'secrets that connections and channels name: set, remove, list',
    load: () => import('./commands/secret.ts'),
  },
  {
    group: groups.build,
    name: 'vault',
    summary: 'the passphrase vault for secrets: status, create, unlock, lock, passphrase',
    load: () => import('./commands/vault.ts'),
  },
  {
    group: groups.keep,
    name: 'export',
    summary: 'write the definitions as files, for Git',
    load: () => import('./commands/export.ts'),
  },
  {
    group: groups.keep,
    name: 'import',
    summary: 'add and update from such files',
    load: () => import('./commands/import.ts'),
  },
  {
    group: groups.keep,
    name: 'backup',
    summary: 'a consistent copy of the database',
    load: () => import('./commands/backup.ts'),
  },
  {
    group: groups.keep,
    name: 'doctor',
    summary: 'check workspace, disk, SQL analysis, secrets and connections',
    load: () => import('./commands/doctor.ts'),
  },
];

/** Runs a command line and ends the process with its exit code. */
export async function main(args: string[]): Promise<void> {
  // Whoever reads may have seen enough (`| head`): what is being done goes on.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  try {
    const program = await programFor(args);
    await program.parseAsync(args, { from: 'user' });
  } catch (cause) {
    await end(cause, args);
  }
}

/** The commands there are; what the one that is asked for offers is defined. */
export async function programFor(args: string[]): Promise<Command> {
  const program = createProgram();
  const wanted = wantedCommand(args);
  for (const entry of entries) {
    const command = program.command(entry.name).summary(entry.summary).helpGroup(entry.group);
    if (entry.name !== wanted) continue;
    (await entry.load()).define(command);
    takeCommonOptions(command);
  }
  return program;
}

/** What holds for every command may stand before its verb, too: `job --workspace DIR list`. */
function takeCommonOptions(noun: Command): void {
  if (noun.commands.length === 0) return;
  withCommonOptions(noun);
  for (const command of noun.commands) takeCommonOptions(command);
}

function createProgram(): Command {
  const program = withCommonOptions(new Command('slipway'))
    .version(manifest.version, '-V, --version', 'show the version')
    .usage('<command> [options]')
    .description('Build tables in Snowflake: version models, try them locally, run and promote them.')
    .addHelpCommand(
      new Command('help').argument('[command]').summary('show the help of a command').helpGroup(groups.begin),
    )
    .addHelpText(
      'after',
      '\nNames and ids both work. `slipway <command> --help` has the details and examples.' +
        '\nExit codes: 0 done, 1 failed, 2 wrong usage, 3 not found, 4 refused, 5 sign-in.',
    )
    .exitOverride()
    // Commands have options that are called like ours: `--version`.
    .enablePositionalOptions()
    .configureHelp({ subcommandTerm: command => command.name(), groupItems: commonLast })
    // Reported by `end`, like every other error.
    .configureOutput({ outputError: () => {} });
  return program;
}

/** What a command has of its own is of more interest than what all of them have. */
function commonLast<T extends Command | Option>(
  all: T[],
  visible: T[],
  groupOf: (item: T) => string,
): Map<string, T[]> {
  const result = new Map<string, T[]>();
  const named = [...new Set(all.map(groupOf))];
  for (const group of [...named.filter(name => name !== commonGroup), commonGroup]) {
    const items = visible.filter(item => groupOf(item) === group);
    if (items.length > 0) result.set(group, items);
  }
  return result;
}

/** The first word that is neither an option nor the value of one, leaving out `help`. */
function wantedCommand(args: string[]): string | undefined {
  const words = args.filter((arg, index) => !arg.startsWith('-') && args[index - 1] !== '--workspace');
  return words[0] === 'help' ? words[1] : words[0];
}

async function end(cause: unknown, args: string[]): Promise<void> {
  let code: number = exitCodes.usage;
  if (cause instanceof CommanderError && cause.exitCode === 0) code = exitCodes.done;
  // The help that was shown instead of a missing command says enough.
  else if (!(cause instanceof CommanderError && cause.code === 'commander.help')) {
    code = report(
      new Terminal({ json: args.includes('--json') }),
      usageError(cause),
      args.includes('--debug'),
    );
  }
  await flush();
  process.exit(code);
}

function usageError(cause: unknown): unknown {
  if (!(cause instanceof CommanderError)) return cause;
  const [message = '', suggestion] = cause.message.replace(/^error: /, '').split('\n');
  const sentence = message.charAt(0).toUpperCase() + message.slice(1);
  return new SlipwayError('validation', sentence, {
    hint: suggestion?.replace(/^\((.*)\)$/, '$1') ?? 'Add --help to see what there is',
  });
}
