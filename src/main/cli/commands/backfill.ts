import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { act, verb } from '../command.ts';
import { exitCodes } from '../errors.ts';
import { followBackfill } from '../following-backfill.ts';
import { argument, idNumber, wholeNumber } from '../inputs.ts';
import { backfillList, backfillPlanText, backfillText, intervalsText } from '../output/backfill.ts';
import { buildStateSpan } from '../output/states.ts';
import { addPaging, type Paging, sayNext } from '../paging.ts';

const backfillNumber = (text: string) => argument('backfill', text, idNumber);

export function define(backfill: Command): void {
  backfill.description('Backfills: intervals of a job, built in chunks. "slipway job backfill" starts one.');

  addPaging(
    verb(backfill, 'list', 'List backfills, newest first', {
      examples: ['backfill list', 'backfill list --job events_by_day'],
    }).option('--job <job>', 'of this job'),
  ).action(
    act<[], Paging & { job?: string }>(async (cli, _, { job, limit, after }) => {
      const client = await cli.client();
      const page = await client.backfills.list({ job, limit, after });
      cli.terminal.result(page, () => backfillList(page.backfills, cli.terminal));
      sayNext(cli.terminal, page.next);
    }),
  );

  verb(backfill, 'show <backfill>', 'Show a backfill: its chunks, how far each is, and why', {
    examples: ['backfill show 3', "backfill show 3 --json | jq '.chunks[] | {from, to, state}'"],
  }).action(
    act<[string]>(async (cli, [ref]) => {
      const client = await cli.client();
      const found = await client.backfills.get({ backfill: backfillNumber(ref) });
      cli.terminal.result(found, () => backfillText(found, cli.terminal));
    }),
  );

  verb(backfill, 'cancel <backfill>', 'Cancel the run of a backfill, and start no others', {
    about: 'Returns at once. What was built stays built.',
    examples: ['backfill cancel 3 --reason "Wrong range"'],
  })
    .option('--reason <text>', 'why, kept with the backfill')
    .action(
      act<[string], { reason?: string }>(async (cli, [ref], { reason }) => {
        const client = await cli.client();
        const cancelled = await client.backfills.cancel({ backfill: backfillNumber(ref), reason });
        cli.terminal.result(
          cancelled,
          () => `Backfill #${cancelled.id}: ${buildStateSpan(cancelled.state).text}`,
        );
      }),
    );

  verb(backfill, 'resume <backfill>', 'Go on with a backfill that failed or was cancelled', {
    about: 'What it did not build is built, with the version and definition that it began with.',
    examples: ['backfill resume 3'],
  })
    .option('--no-wait', 'return as soon as it goes on')
    .action(
      act<[string], { wait: boolean }>(async (cli, [ref], { wait }) => {
        const client = await cli.client();
        const { id } = await client.backfills.resume({ backfill: backfillNumber(ref) });
        return await reportBackfill(cli, id, wait);
      }),
    );
}

interface BackfillOptions {
  from?: string;
  to?: string;
  chunk?: number;
  restate?: boolean;
  cause?: string;
  plan?: boolean;
  wait: boolean;
}

/** `job intervals` and `job backfill`, among the verbs of jobs. */
export function defineJobIntervals(job: Command): void {
  addPaging(
    verb(job, 'intervals <job>', 'Show which intervals of its target are built, and which are missing', {
      about: 'Of jobs whose materialization has an "interval". With --json also each interval, newest first.',
      examples: [
        'job intervals events_by_day',
        "job intervals events_by_day --json | jq '.stretches[] | select(.built | not)'",
      ],
    }),
  ).action(
    act<[string], Paging>(async (cli, [name], { limit, after }) => {
      const client = await cli.client();
      const found = await client.jobs.intervals({ job: name, limit, after });
      cli.terminal.result(found, () => intervalsText(name, found, cli.terminal));
    }),
  );

  verb(job, 'backfill <job>', 'Build a range of intervals in chunks, one run after the other', {
    about:
      "Builds what is missing of the range, the newest first; with --restate also what is built. --from and --to are days (2024-01-31) or local times (2024-01-31T06:00) of the job's time zone, or instants; the interval at --to is not built. Its runs come after all others, start no other jobs, and are not asked whether sources are fresh. Follows the backfill to its end.",
    examples: [
      'job backfill events_by_day --plan',
      'job backfill events_by_day --from 2024-01-01 --to 2024-04-01 --chunk 7',
      'job backfill events_by_day --from 2024-03-10 --to 2024-03-11 --restate --cause "Late files"',
    ],
  })
    .option('--from <time>', 'the first interval (default: the first there is)')
    .option('--to <time>', 'the first interval that is not built (default: the one that is not over)')
    .option(
      '--chunk <n>',
      'intervals for each run (default: 24 hours, 30 days, 13 weeks, 12 months)',
      wholeNumber,
    )
    .option('--restate', 'build again what is built')
    .option('--cause <text>', 'why, kept with the backfill and its runs')
    .option('--plan', 'only show which runs there would be, and what the first one would do')
    .option('--no-wait', 'return as soon as it has started')
    .action(
      act<[string], BackfillOptions>(async (cli, [name], options) => {
        const { from, to, chunk, restate, cause, wait } = options;
        const client = await cli.client();
        const wanted = { job: name, from, to, chunk, restate };
        if (options.plan) {
          const plan = await client.backfills.plan(wanted);
          cli.terminal.result(plan, () => backfillPlanText(plan, cli.terminal));
          return plan.first?.problem ? exitCodes.failed : exitCodes.done;
        }
        const { id } = await client.backfills.start({ ...wanted, cause });
        return await reportBackfill(cli, id, wait);
      }),
    );
}

async function reportBackfill(cli: Cli, id: number, wait: boolean): Promise<number> {
  const { client, own } = await cli.engine();
  const started = await client.backfills.get({ backfill: id });
  const words = `Backfill #${id}: ${started.chunks.length === 1 ? '1 run' : `${started.chunks.length} runs`}`;
  if (!wait && !own) {
    cli.terminal.result(started, () => words);
    return exitCodes.done;
  }
  cli.terminal.say(words);
  const ended = await followBackfill(cli, id);
  cli.terminal.result(ended, () => backfillText(ended, cli.terminal));
  return ended.state === 'completed' ? exitCodes.done : exitCodes.failed;
}
