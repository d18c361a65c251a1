import { type Command, InvalidArgumentError } from 'commander';
import type { LogLine, RetryMode } from '../../../shared/contract/runs.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { runStates, type RunState, triggerKinds } from '../../../shared/domain/run-state.ts';
import type { Cli } from '../cli.ts';
import { act, verb } from '../command.ts';
import { followToEnd, reportStarted } from '../following.ts';
import { defineRunBuild } from './build.ts';
import { argument, collect, idNumber, pastTime, wholeNumber } from '../inputs.ts';
import { comparisonText, differencesOf, retryPlanText } from '../output/retry.ts';
import { logText, runList, runSql, runText } from '../output/run.ts';
import { runStateSpan } from '../output/states.ts';
import { zoneNote } from '../output/times.ts';
import { addPaging, type Paging, sayNext } from '../paging.ts';

const levels = ['debug', 'info', 'warn', 'error'] as const;
type TriggerKind = (typeof triggerKinds)[number];
const pageLines = 1_000;

interface ListOptions extends Paging {
  job?: string;
  env?: string;
  model?: string;
  state?: RunState[];
  trigger?: TriggerKind;
  since?: string;
  until?: string;
  search?: string;
  draft?: boolean;
}

export function define(run: Command): void {
  run.description('Runs: what was executed, when and with what result.');

  addPaging(
    verb(run, 'list', 'List runs, newest first', {
      examples: [
        'run list',
        'run list --job daily_delays_prod --state failed --since 2d',
        'run list --limit 5 --json',
      ],
    })
      .option('--job <job>', 'of this job')
      .option('--env <env>', 'in this environment')
      .option('--model <model>', 'of this model')
      .option('--state <state>', `in this state: ${runStates.join(', ')}; several with commas`, collectStates)
      .option('--trigger <kind>', `started by: ${triggerKinds.join(', ')}`, triggerKind)
      .option('--since <time>', 'created at or after: a date, a time or how long ago (2h, 3d)', pastTime)
      .option('--until <time>', 'created before', pastTime)
      .option('--search <words>', 'words in job, model, cause or failure')
      .option('--draft', 'runs of unpublished text, which are left out otherwise'),
  ).action(
    act<[], ListOptions>(async (cli, _, options) => {
      const client = await settled(cli);
      const {
        job,
        env: environment,
        model,
        state,
        trigger,
        since,
        until,
        search,
        draft,
        limit,
        after,
      } = options;
      const page = await client.runs.list({
        job,
        environment,
        model,
        state,
        trigger,
        since,
        until,
        search,
        draft,
        limit,
        after,
      });
      cli.terminal.result(page, () => runList(page.runs, cli.terminal));
      sayNext(cli.terminal, page.next);
    }),
  );

  verb(run, 'show <run>', 'Show a run: state, steps, failures', {
    about: '--json has everything it was dispatched with. --sql prints what was sent to the warehouse.',
    examples: ['run show 12', 'run show 12 --sql', "run show 12 --json | jq '.frozen.variables'"],
  })
    .option('--sql', 'the SQL as it ran')
    .action(
      act<[string], { sql?: boolean }>(async (cli, [ref], { sql }) => {
        const id = runNumber(ref);
        const client = await settled(cli);
        const found = await client.runs.get({ run: id });
        cli.terminal.result(found, () => (sql ? runSql(found) : runText(found, cli.terminal)));
      }),
    );

  verb(run, 'logs <run>', 'Print the log of a run', {
    about: 'With --follow, prints until the run has ended. Without --limit, prints all of it.',
    examples: ['run logs 12', 'run logs 12 --level warn', 'run logs 12 --follow'],
  })
    .option('--follow', 'go on until the run has ended')
    .option('--level <level>', `this level and above: ${levels.join(', ')}`, logLevel)
    .option('--search <words>', 'lines with these words')
    .option('--limit <n>', 'at most this many lines', wholeNumber)
    .option('--after <key>', 'lines after; the key is `next` of the page before')
    .action(
      act<[string], Paging & { follow?: boolean; level?: LogLine['level']; search?: string }>(
        async (cli, [ref], options) => {
          const id = runNumber(ref);
          if (!cli.terminal.json) cli.terminal.say(cli.terminal.paintNotes('dim', zoneNote()));
          if (options.follow) return await follow(cli, id, options);
          await settled(cli);
          const page = await readLogs(cli, id, options);
          cli.terminal.result(page, () =>
            page.lines.map(line => logText(line, cli.terminal.paint)).join('\n'),
          );
          sayNext(cli.terminal, page.next);
        },
      ),
    );

  verb(run, 'cancel <run>', 'Ask a run to stop', {
    about: 'Returns at once; the run ends when the warehouse has confirmed it.',
    examples: ['run cancel 12 --reason "Wrong variables"'],
  })
    .option('--reason <text>', 'why, kept with the run')
    .action(
      act<[string], { reason?: string }>(async (cli, [ref], { reason }) => {
        const id = runNumber(ref);
        const client = await cli.client();
        const cancelled = await client.runs.cancel({ run: id, reason });
        cli.terminal.result(cancelled, () => `Run #${cancelled.id}: ${runStateSpan(cancelled.state).text}`);
      }),
    );

  again(run);
  defineRunBuild(run);
}

interface RetryOptions {
  fromFailure?: boolean;
  exactly?: boolean;
  plan?: boolean;
  wait?: boolean;
  cause?: string;
}

function again(run: Command): void {
  verb(run, 'retry <run>', 'Do a run again, as a new run', {
    about:
      'Shows its plan first: version, steps, and in what it differs. By default with the definition of today; --exactly with everything as it was then; --from-failure likewise, but the steps before the failed one are not done again. With --plan, only shows it.',
    examples: ['run retry 12 --plan', 'run retry 12 --from-failure --wait', 'run retry 12 --exactly'],
  })
    .option('--from-failure', 'from the step that failed')
    .option('--exactly', 'exactly as then, from what was frozen')
    .option('--plan', 'only show what it would do')
    .option('--wait', 'follow the run to its end')
    .option('--cause <text>', 'why, kept with the run')
    .action(
      act<[string], RetryOptions>(async (cli, [ref], { fromFailure, exactly, plan, wait, cause }) => {
        const id = runNumber(ref);
        if (fromFailure && exactly) {
          throw new SlipwayError('validation', 'Give either --from-failure or --exactly', {
            hint: '--from-failure is exactly as then, too',
          });
        }
        const mode: RetryMode = fromFailure ? 'from_failure' : exactly ? 'exactly' : 'today';
        const client = await settled(cli);
        const planned = await client.runs.planRetry({ run: id, mode });
        if (plan) {
          cli.terminal.result(planned, () => retryPlanText(planned));
          return undefined;
        }
        cli.terminal.say(retryPlanText(planned));
        const started = await client.runs.retry({ run: id, mode, cause });
        return await reportStarted(cli, started, wait === true);
      }),
    );

  verb(run, 'compare <a> <b>', 'Show in what two runs differ', {
    about: 'What they ran with, and what came of it; the rest is equal.',
    examples: ['run compare 12 13', "run compare 12 13 --json | jq '.differences'"],
  }).action(
    act<[string, string]>(async (cli, [first, second]) => {
      const ids = [runNumber(first), runNumber(second)] as const;
      const client = await settled(cli);
      const [a, b] = await Promise.all([client.runs.get({ run: ids[0] }), client.runs.get({ run: ids[1] })]);
      const differences = differencesOf(a, b);
      cli.terminal.result({ a: a.id, b: b.id, differences }, () =>
        comparisonText(a, b, differences, cli.terminal),
      );
    }),
  );
}

/**
 * The engine with its runs in the state they really have: one of our own is still finding out what became of those that
 * were under way when the last one died.
 */
async function settled(cli: Cli) {
  const { client, own, idle } = await cli.engine();
  if (own) {
    const { active_runs: active } = await client.workspace.info();
    if (active > 0) {
      cli.terminal.say('The last engine ended before its runs did: finding out what became of them …');
      await idle();
    }
  }
  return client;
}

async function follow(
  cli: Cli,
  run: number,
  options: { level?: LogLine['level']; search?: string; after?: string },
): Promise<void> {
  const shown: LogLine[] = [];
  const wanted = wantedLines(options);
  const state = await followToEnd(
    cli,
    run,
    lines => {
      for (const line of lines.filter(wanted)) {
        if (cli.terminal.json) shown.push(line);
        else cli.terminal.print(logText(line, cli.terminal.paint));
      }
    },
    Number(options.after ?? 0) || 0,
  );
  cli.terminal.result({ lines: shown, next: null, state }, () => `Run #${run}: ${runStateSpan(state).text}`);
}

function wantedLines({ level = 'debug', search = '' }: { level?: LogLine['level']; search?: string }) {
  const least = levels.indexOf(level);
  const words = search.toLowerCase();
  return (line: LogLine) => levels.indexOf(line.level) >= least && line.message.toLowerCase().includes(words);
}

/** One page where a limit was given, else all of them. */
async function readLogs(
  cli: Cli,
  run: number,
  { level, search, limit, after }: Paging & { level?: LogLine['level']; search?: string },
): Promise<{ lines: LogLine[]; next: string | null }> {
  const client = await cli.client();
  let page = await client.runs.logs({ run, level, search, limit: limit ?? pageLines, after });
  const lines = [...page.lines];
  while (limit === undefined && page.next !== null) {
    page = await client.runs.logs({ run, level, search, limit: pageLines, after: page.next });
    lines.push(...page.lines);
  }
  return { lines, next: page.next };
}

function collectStates(text: string, known: RunState[] = []): RunState[] {
  return collect(text).reduce((states, word) => {
    const state = runStates.find(each => each === word);
    if (!state) throw new InvalidArgumentError(`The states are ${runStates.join(', ')}.`);
    return [...states, state];
  }, known);
}

function triggerKind(text: string): TriggerKind {
  const kind = triggerKinds.find(each => each === text);
  if (!kind) throw new InvalidArgumentError(`The triggers are ${triggerKinds.join(', ')}.`);
  return kind;
}

function runNumber(text: string): number {
  return argument('run', text, idNumber);
}

function logLevel(text: string): LogLine['level'] {
  const level = levels.find(each => each === text);
  if (!level) throw new InvalidArgumentError(`The levels are ${levels.join(', ')}.`);
  return level;
}
