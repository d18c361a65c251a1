import { type Command, InvalidArgumentError } from 'commander';
import { confirm } from '../ask.ts';
import { act, verb } from '../command.ts';
import { argument, collectVariable, type VariableValue, wholeNumber } from '../inputs.ts';
import { checkHistoryText, forgottenText } from '../output/checks.ts';
import { jobPlanText } from '../output/job-plan.ts';
import { jobHistoryText, jobList, jobText } from '../output/job.ts';
import { comingText } from '../output/schedule.ts';
import { pausedText } from '../output/triggers.ts';
import { moment } from '../output/times.ts';
import { addPaging, type Paging, sayNext } from '../paging.ts';
import { reportStarted } from '../following.ts';
import { defineJobIntervals } from './backfill.ts';

const servedOnly =
  'Triggers act while the desktop application or "slipway serve" has the workspace open; what fires otherwise is accounted for when it is opened next.';
const sharedTarget = ['--confirm-shared-target', 'allow a target that another job writes too'] as const;

interface Publishing {
  message?: string;
  confirmSharedTarget?: boolean;
}

export function define(job: Command): void {
  job.description('Jobs: what runs where, with versioned definitions.');
  reading(job);
  checking(job);
  writing(job);
  running(job);
  defineJobIntervals(job);
  triggering(job);
}

function reading(job: Command): void {
  addPaging(
    verb(job, 'list', 'List jobs by name', {
      examples: ['job list', 'job list --env prod', 'job list --model daily_delays'],
    })
      .option('--search <words>', 'words in the name')
      .option('--env <env>', 'of this environment')
      .option('--model <model>', 'that build this model'),
  ).action(
    act<[], Paging & { search?: string; env?: string; model?: string }>(
      async (cli, _, { search, env: environment, model, limit, after }) => {
        const client = await cli.client();
        const page = await client.jobs.list({ search, environment, model, limit, after });
        cli.terminal.result(page, () => jobList(page.jobs, cli.terminal));
        sayNext(cli.terminal, page.next);
      },
    ),
  );

  verb(job, 'show <job>', 'Show a job with its definition', {
    examples: ['job show daily_delays_prod', "job show daily_delays_prod --json | jq '.definition'"],
  }).action(
    act<[string]>(async (cli, [name]) => {
      const client = await cli.client();
      const found = await client.jobs.get({ job: name });
      const { writeYaml } = await import('../../engine/definitions/yaml.ts');
      cli.terminal.result(found, () => jobText(found, cli.terminal, writeYaml));
    }),
  );

  verb(job, 'history <job>', 'List the definitions of a job, newest first', {
    examples: ['job history daily_delays_prod'],
  }).action(
    act<[string]>(async (cli, [name]) => {
      const client = await cli.client();
      const history = await client.jobs.history({ job: name });
      cli.terminal.result(history, () => jobHistoryText(history.versions, cli.terminal));
    }),
  );
}

function checking(job: Command): void {
  verb(job, 'checks <job>', 'Show how the checks of a job went in its last runs', {
    examples: ['job checks daily_delays_prod', 'job checks daily_delays_prod --runs 100 --json'],
  })
    .option('--runs <n>', 'so many runs back (default: 30)', wholeNumber)
    .action(
      act<[string], { runs?: number }>(async (cli, [name], { runs }) => {
        const client = await cli.client();
        const found = await client.jobs.checks({ job: name, runs });
        cli.terminal.result(found, () => checkHistoryText(found.checks, cli.terminal));
      }),
    );

  verb(job, 'reset-conditions <job>', 'Let all sources of a job count as changed', {
    about:
      'A condition "changed_since_last_success" compares a source with what the last run that completed had found. That is forgotten, for runs under way too; it is kept who did so.',
    examples: ['job reset-conditions daily_delays_prod'],
  }).action(
    act<[string]>(async (cli, [name]) => {
      const client = await cli.client();
      const reset = await client.jobs.resetConditions({ job: name });
      cli.terminal.result(reset, () => forgottenText(name, reset.forgotten));
    }),
  );
}

function writing(job: Command): void {
  verb(job, 'apply', 'Create or update a job from a file', {
    about: 'The file is YAML or JSON (docs/cli.md). It goes live at once, unless --draft.',
    examples: [
      'job apply --file daily_delays_prod.yaml --message "Build a table"',
      'job apply --file job.json --draft',
    ],
  })
    .requiredOption('--file <file>', 'the definition, or "-" for stdin')
    .option('--message <text>', 'what changed')
    .option('--draft', 'only save it as the draft; "job publish" makes it live')
    .option(...sharedTarget)
    .action(
      act<[], Publishing & { file: string; draft?: boolean }>(async (cli, _, options) => {
        const [{ readDefinition }, { jobDefinition }] = await Promise.all([
          import('../definition-file.ts'),
          import('../../../shared/contract/jobs.ts'),
        ]);
        const { definition, located } = await readDefinition(options.file, jobDefinition);
        const client = await cli.client();
        const applied = await located(
          client.jobs.apply({
            definition,
            message: options.message,
            publish: !options.draft,
            confirm_shared_target: options.confirmSharedTarget,
          }),
        );
        cli.terminal.result(applied, () => {
          const what = applied.created ? 'Created' : applied.changed ? 'Updated' : 'Unchanged:';
          const state = options.draft ? 'as a draft' : `definition ${applied.version} is live`;
          return `${what} job ${applied.name} (id ${applied.id}), ${state}`;
        });
      }),
    );

  verb(job, 'publish <job>', 'Make the draft of a job its live definition', {
    examples: ['job publish daily_delays_prod --message "Ready"'],
  })
    .option('--message <text>', 'what changed')
    .option(...sharedTarget)
    .action(
      act<[string], Publishing>(async (cli, [name], { message, confirmSharedTarget }) => {
        const client = await cli.client();
        const published = await client.jobs.publish({
          job: name,
          message,
          confirm_shared_target: confirmSharedTarget,
        });
        cli.terminal.result(
          published,
          () => `Definition ${published.version} of job ${published.name} is live`,
        );
      }),
    );

  verb(job, 'activate <job> <version>', 'Make an earlier definition of a job live again', {
    examples: ['job activate daily_delays_dev 1'],
  })
    .option(...sharedTarget)
    .action(
      act<[string, string], Publishing>(async (cli, [name, text], { confirmSharedTarget }) => {
        const version = argument('definition', text, definitionNumber);
        const client = await cli.client();
        const activated = await client.jobs.activate({
          job: name,
          version,
          confirm_shared_target: confirmSharedTarget,
        });
        cli.terminal.result(
          activated,
          () => `Definition ${activated.version} of job ${activated.name} is live`,
        );
      }),
    );

  verb(job, 'delete <job>', 'Delete a job; its runs stay', {
    examples: ['job delete daily_delays_dev', 'job delete daily_delays_dev --yes'],
  })
    .option('--yes', 'do not ask')
    .action(
      act<[string], { yes?: boolean }>(async (cli, [ref], { yes }) => {
        const client = await cli.client();
        const { id, name, environment, target } = await client.jobs.get({ job: ref });
        const writes = target === null ? '' : `, which writes ${target}`;
        await confirm(`Delete job "${name}" in ${environment}${writes}?`, yes);
        const removed = await client.jobs.remove({ job: String(id) });
        cli.terminal.result(removed, () => `Deleted job ${removed.removed}`);
      }),
    );
}

function running(job: Command): void {
  verb(job, 'run <job>', 'Run a job now', {
    about:
      'Prints the run and returns; with --wait, follows it to its end and ends with 1 where it failed or was cancelled. One that its conditions skip ends with 0, and says why. Where no engine has the workspace, this command runs one until the run has ended: then it always waits.',
    examples: [
      'job run daily_delays_dev --wait',
      'job run daily_delays_dev --version draft --var late_after_minutes=30',
      'job run daily_delays_prod --cause "After the fix of the source" --json',
      'job run daily_delays_prod --ignore-conditions --cause "Its source is late, and wanted as it is"',
    ],
  })
    .option('--wait', 'follow the run to its end')
    .option('--var <name=value>', 'a variable for this run; may be given several times', collectVariable)
    .option('--version <version>', 'another version or tag, or "draft"; not in protected environments')
    .option('--full-refresh', 'build an incremental target anew, from all there is')
    .option('--ignore-conditions', 'look at its conditions, and build whatever they find')
    .option('--cause <text>', 'why, kept with the run')
    .action(
      act<[string], Overrides & { wait?: boolean; cause?: string }>(
        async (cli, [name], { wait, cause, ...overrides }) => {
          const client = await cli.client();
          const run = await client.jobs.run({ job: name, cause, ...overridesOf(overrides) });
          return await reportStarted(cli, run, wait === true);
        },
      ),
    );

  verb(job, 'plan <job>', 'Show what a run of a job would do now', {
    about:
      'Looks at sources and target, and prints the statements that a run would send. What its conditions and checks would ask is shown and not asked. Writes nothing. Ends with 1 where the run would fail before it builds.',
    examples: ['job plan daily_delays_dev', 'job plan daily_delays_dev --full-refresh --json'],
  })
    .option('--var <name=value>', 'a variable of the run; may be given several times', collectVariable)
    .option('--version <version>', 'another version or tag, or "draft"; not in protected environments')
    .option('--full-refresh', 'of a run that builds an incremental target anew')
    .option('--ignore-conditions', 'of a run that builds whatever its conditions find')
    .action(
      act<[string], Overrides>(async (cli, [name], overrides) => {
        const client = await cli.client();
        const plan = await client.jobs.plan({ job: name, ...overridesOf(overrides) });
        cli.terminal.result(plan, () => jobPlanText(plan, cli.terminal));
        return plan.problem === null ? 0 : 1;
      }),
    );
}

/** What a run asks for beside its job, as it is given on the command line. */
interface Overrides {
  var?: Record<string, VariableValue>;
  version?: string;
  fullRefresh?: boolean;
  ignoreConditions?: boolean;
}

function overridesOf({ var: variables, version, fullRefresh, ignoreConditions }: Overrides) {
  return { variables, version, full_refresh: fullRefresh, ignore_conditions: ignoreConditions };
}

function triggering(job: Command): void {
  verb(job, 'next <job>', 'Show when the schedules of a job fire next', {
    about: `Times are those of its schedules' zones. ${servedOnly}`,
    examples: ['job next daily_delays_prod', 'job next daily_delays_prod --count 20'],
  })
    .option('--count <n>', 'how many (default: 5)', wholeNumber)
    .action(
      act<[string], { count?: number }>(async (cli, [name], { count }) => {
        const client = await cli.client();
        const coming = await client.fires.next({ job: name, count });
        cli.terminal.result(coming, () =>
          [
            ...(coming.paused ? [`${pausedText(coming.paused, cli.terminal.now)}: these start nothing`] : []),
            comingText(coming.fires, cli.terminal),
          ].join('\n'),
        );
      }),
    );

  verb(job, 'pause <job>', 'Let the triggers of a job start nothing', {
    about:
      'What fires meanwhile is skipped, and stays skipped once it is resumed. Runs under way go on, and it can still be run by hand.',
    examples: ['job pause daily_delays_prod --reason "The source is being moved"'],
  })
    .option('--reason <text>', 'why, kept with the pause')
    .action(
      act<[string], { reason?: string }>(async (cli, [name], { reason }) => {
        const client = await cli.client();
        const paused = await client.jobs.pause({ job: name, reason });
        cli.terminal.result(paused, () => `Job ${paused.name} is paused`);
      }),
    );

  verb(job, 'resume <job>', 'Let the triggers of a job start it again', {
    about: 'From now on: nothing of what fired while it was paused is made up for.',
    examples: ['job resume daily_delays_prod'],
  }).action(
    act<[string]>(async (cli, [name]) => {
      const client = await cli.client();
      const resumed = await client.jobs.resume({ job: name });
      cli.terminal.result(resumed, () => {
        const next = resumed.next_fire_at;
        return `Job ${resumed.name} is resumed${next === null ? '' : `; it fires next ${moment(next, cli.terminal.now)}`}`;
      });
    }),
  );
}

/** `2` or, as it is often written, `v2`. */
function definitionNumber(text: string): number {
  const [, digits] = /^v?([1-9]\d{0,8})$/.exec(text) ?? [];
  if (digits === undefined) throw new InvalidArgumentError('It must be a number, as in 2.');
  return Number(digits);
}
