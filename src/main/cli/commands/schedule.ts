import { type Command, InvalidArgumentError } from 'commander';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { type FireOutcome, fireOutcomes } from '../../../shared/domain/fires.ts';
import type { Cli } from '../cli.ts';
import { act, verb } from '../command.ts';
import { exitCodes } from '../errors.ts';
import { followToEnd, reportStarted, runExitCode } from '../following.ts';
import { argument, collect, futureTime, idNumber, pastTime, wholeNumber } from '../inputs.ts';
import { comingText, fireList, simulationText, wakePlanRunText, wakePlanText } from '../output/schedule.ts';
import { moment } from '../output/times.ts';
import { pausedText } from '../output/triggers.ts';
import { addPaging, type Paging, sayNext } from '../paging.ts';

const notServed = 'Nothing serves this workspace: fires are accounted for when it is opened or served';

export function define(schedule: Command): void {
  schedule.description('Schedules of all jobs: what is to come, and what became of every fire.');
  looking(schedule);
  planning(schedule);
  changing(schedule);
}

function looking(schedule: Command): void {
  verb(schedule, 'status', 'Show whether anything is paused, and what fires next', {
    examples: ['schedule status', "schedule status --json | jq '.next'"],
  }).action(
    act(async cli => {
      const client = await cli.client();
      const status = await client.fires.status();
      await sayNotServed(cli);
      cli.terminal.result(status, () =>
        cli.terminal.facts([
          ['schedules', String(status.schedules)],
          [
            'next fire',
            status.next ? `${status.next.job}, ${moment(status.next.due_at, cli.terminal.now)}` : 'none',
          ],
          ['everything', status.paused ? pausedText(status.paused, cli.terminal.now) : 'not paused'],
          ['retries', `${status.waiting_retries} waiting`],
        ]),
      );
    }),
  );

  addPaging(
    verb(schedule, 'fires', 'List what became of every fire, newest first', {
      about: 'A long absence is one row with the number of its fires.',
      examples: [
        'schedule fires',
        'schedule fires --job daily_delays_prod --outcome missed,skipped --since 7d',
      ],
    })
      .option('--job <job>', 'of this job')
      .option('--outcome <outcome>', `${fireOutcomes.join(', ')}; several with commas`, collectOutcomes)
      .option('--since <time>', 'at or after: a date, a time or how long ago (2h, 3d)', pastTime)
      .option('--until <time>', 'before', pastTime),
  ).action(
    act<[], Paging & { job?: string; outcome?: FireOutcome[]; since?: string; until?: string }>(
      async (cli, _, { job, outcome, since, until, limit, after }) => {
        const client = await cli.client();
        const page = await client.fires.list({ job, outcome, since, until, limit, after });
        await sayNotServed(cli);
        cli.terminal.result(page, () => fireList(page.fires, cli.terminal));
        sayNext(cli.terminal, page.next);
      },
    ),
  );

  verb(schedule, 'wake-plan', 'Show what the last absence did: what was missed, run, coalesced', {
    examples: ['schedule wake-plan', 'schedule wake-plan --dismiss'],
  })
    .option('--dismiss', 'do not show it any more')
    .action(
      act<[], { dismiss?: boolean }>(async (cli, _, { dismiss }) => {
        const client = await cli.client();
        const found = dismiss ? await client.fires.dismissWakePlan() : await client.fires.wakePlan();
        await sayNotServed(cli);
        cli.terminal.result(found, () => wakePlanText(found.plan, cli.terminal));
      }),
    );
}

function planning(schedule: Command): void {
  verb(schedule, 'simulate', 'Show the coming days of all jobs', {
    about:
      'With chains and overlaps, by how long runs usually take; days on which clocks change are noted. Changes nothing.',
    examples: ['schedule simulate --days 30 --json', 'schedule simulate --from 2026-03-28'],
  })
    .option('--days <n>', 'how many (default: 7)', wholeNumber)
    .option('--from <time>', 'a date, a time or in how long (default: now)', futureTime)
    .action(
      act<[], { days?: number; from?: string }>(async (cli, _, { days, from }) => {
        const client = await cli.client();
        const simulation = await client.fires.simulate({ days, from });
        cli.terminal.result(simulation, () => simulationText(simulation, cli.terminal));
      }),
    );

  verb(schedule, 'preview <cron>', 'Show what a schedule says, and its coming fires', {
    about: 'CRON is five fields in quotes, or @hourly to @yearly. Ends with 2 when it is none.',
    examples: ['schedule preview "0 6 * * 1-5" --time-zone America/New_York', 'schedule preview @monthly'],
  })
    .option('--time-zone <zone>', 'an IANA name (default: UTC)')
    .option('--count <n>', 'how many fires (default: 5)', wholeNumber)
    .action(
      act<[string], { timeZone?: string; count?: number }>(async (cli, [cron], { timeZone, count }) => {
        const client = await cli.client();
        const preview = await client.fires.preview({ schedule: { cron, time_zone: timeZone }, count });
        cli.terminal.result(
          preview,
          () => `${cli.terminal.paint('bold', preview.words)}\n${comingText(preview.fires, cli.terminal)}`,
        );
      }),
    );
}

function changing(schedule: Command): void {
  verb(schedule, 'pause', 'Let no trigger of any job start anything', {
    about: 'What fires meanwhile is skipped, and stays so. Jobs can still be run by hand.',
    examples: ['schedule pause --reason "Maintenance of the warehouse"'],
  })
    .option('--reason <text>', 'why, kept with the pause')
    .action(
      act<[], { reason?: string }>(async (cli, _, { reason }) => {
        const client = await cli.client();
        const paused = await client.fires.pauseAll({ reason });
        cli.terminal.result(paused, () => 'Everything is paused');
      }),
    );

  verb(schedule, 'resume', 'Let triggers start jobs again', {
    about: 'Jobs that are paused themselves stay so. Nothing of what fired meanwhile is made up for.',
    examples: ['schedule resume'],
  }).action(
    act(async cli => {
      const client = await cli.client();
      const resumed = await client.fires.resumeAll();
      await sayNotServed(cli);
      cli.terminal.result(resumed, () => 'Triggers start jobs again');
    }),
  );

  verb(schedule, 'reset <job>', 'Let the schedules of a job begin anew from now', {
    about: 'For when the clock was wrong: fires may have been accounted for far into the future.',
    examples: ['schedule reset daily_delays_prod'],
  }).action(
    act<[string]>(async (cli, [job]) => {
      const client = await cli.client();
      const reset = await client.fires.reset({ job });
      cli.terminal.result(reset, () => comingText(reset.fires, cli.terminal));
    }),
  );

  verb(schedule, 'run-missed [fire]', 'Start by hand what a fire did not start', {
    about:
      'FIRE is its number in "schedule fires". With --all: once each, the jobs of the last absence that have not run since. Outcomes stay what they were.',
    examples: ['schedule run-missed 31 --wait', 'schedule run-missed --all'],
  })
    .option('--wait', 'follow the run to its end')
    .option('--all', 'every job of "schedule wake-plan" that has not run since')
    .action(
      act<[string | undefined], { wait?: boolean; all?: boolean }>(async (cli, [text], { wait, all }) => {
        if ((text === undefined) === (all !== true)) {
          throw new SlipwayError('validation', 'Give the number of a fire, or --all');
        }
        if (text === undefined) return await runWakePlan(cli, wait === true);
        const fire = argument('fire', text, idNumber);
        const client = await cli.client();
        const { run } = await client.fires.runMissed({ fire });
        const { id, job, state } = await client.runs.get({ run });
        return await reportStarted(cli, { id, job, state }, wait === true);
      }),
    );
}

/** Where no other engine is there to do it, runs end with the command: it waits for them. */
async function runWakePlan(cli: Cli, wait: boolean): Promise<number> {
  const { client, own } = await cli.engine();
  const result = await client.fires.runWakePlan({});
  cli.terminal.result(result, () => wakePlanRunText(result));
  const codes: number[] = [result.refused.length > 0 ? exitCodes.failed : exitCodes.done];
  if (wait || own) {
    for (const { run } of result.started) codes.push(runExitCode(await followToEnd(cli, run)));
  }
  return Math.max(...codes);
}

/** A command's own engine starts nothing by triggers: it is there for a moment only. */
async function sayNotServed(cli: Cli): Promise<void> {
  const { own } = await cli.engine();
  if (own) cli.terminal.say(notServed);
}

function collectOutcomes(text: string, known: FireOutcome[] = []): FireOutcome[] {
  return collect(text).reduce((outcomes, word) => {
    const outcome = fireOutcomes.find(each => each === word);
    if (!outcome) throw new InvalidArgumentError(`The outcomes are ${fireOutcomes.join(', ')}.`);
    return [...outcomes, outcome];
  }, known);
}
