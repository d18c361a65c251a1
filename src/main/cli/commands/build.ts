import type { Command } from 'commander';
import type { BuildPlan } from '../../../shared/contract/builds.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import type { Cli } from '../cli.ts';
import { act, verb } from '../command.ts';
import { exitCodes } from '../errors.ts';
import { argument, collect, collectVariable, idNumber, type VariableValue, wholeNumber } from '../inputs.ts';
import { buildList, buildPlanText, buildText } from '../output/build.ts';
import { buildStateSpan } from '../output/states.ts';
import { addPaging, type Paging, sayNext } from '../paging.ts';
import { followBuild } from '../following-build.ts';

/** Each as it is written: commas mean something in it. */
const collectSelectors = (text: string, known: string[] = []) => [...known, text];
const buildNumber = (text: string) => argument('build', text, idNumber);

export function define(build: Command): void {
  build.description('Builds: several models of an environment in one go. "slipway run build" starts one.');

  addPaging(
    verb(build, 'list', 'List builds, newest first', {
      examples: ['build list', 'build list --env dev'],
    }).option('--env <env>', 'in this environment'),
  ).action(
    act<[], Paging & { env?: string }>(async (cli, _, { env: environment, limit, after }) => {
      const client = await cli.client();
      const page = await client.builds.list({ environment, limit, after });
      cli.terminal.result(page, () => buildList(page.builds, cli.terminal));
      sayNext(cli.terminal, page.next);
    }),
  );

  verb(build, 'show <build>', 'Show a build: its models, how far each is, and why', {
    examples: ['build show 3', "build show 3 --json | jq '.models[] | {model, state, reason}'"],
  }).action(
    act<[string]>(async (cli, [ref]) => {
      const client = await cli.client();
      const found = await client.builds.get({ build: buildNumber(ref) });
      cli.terminal.result(found, () => buildText(found, cli.terminal));
    }),
  );

  verb(build, 'cancel <build>', 'Cancel the runs of a build, and start no others', {
    about: 'Returns at once; the build ends when the warehouse has confirmed the last of its runs.',
    examples: ['build cancel 3 --reason "Wrong selection"'],
  })
    .option('--reason <text>', 'why, kept with the build')
    .action(
      act<[string], { reason?: string }>(async (cli, [ref], { reason }) => {
        const client = await cli.client();
        const cancelled = await client.builds.cancel({ build: buildNumber(ref), reason });
        cli.terminal.result(
          cancelled,
          () => `Build #${cancelled.id}: ${buildStateSpan(cancelled.state).text}`,
        );
      }),
    );
}

interface RunBuildOptions {
  select?: string[];
  env?: string;
  defer?: string;
  against?: string;
  drafts?: boolean;
  job?: string[];
  threads?: number;
  var?: Record<string, VariableValue>;
  fullRefresh?: boolean;
  ignoreConditions?: boolean;
  cause?: string;
  resume?: string;
  plan?: boolean;
  wait?: boolean;
}

/** `run build`, among the verbs of runs. */
export function defineRunBuild(run: Command): void {
  verb(run, 'build', 'Build several models, each after what it reads', {
    about:
      'Builds what the selector means, as in "lineage show": +orders+, label:finance, modified+; without one, everything. What a failure leaves out is skipped; --resume builds it later. With --defer, models that are not selected are read from another environment. Says its plan on stderr and follows the build to its end.',
    examples: [
      "run build --select '+orders+' --env dev",
      'run build --select modified+ --env dev --defer prod --drafts',
      'run build --env dev --plan',
      'run build --resume 3',
    ],
  })
    .option('--select <selector>', 'which models; given several times: what either selects', collectSelectors)
    .option('--env <env>', 'the environment')
    .option('--defer <env>', 'read what is not selected from this environment')
    .option('--against <env>', 'what `modified` compares with (default: that of --defer)')
    .option('--drafts', 'build changed drafts in place of what runs')
    .option('--job <job>', 'the job to take where several build a model; several with commas', collect)
    .option('--threads <n>', 'runs at once (default, and at most: the limit of the environment)', wholeNumber)
    .option('--var <name=value>', 'a variable for all its runs; may be given several times', collectVariable)
    .option('--full-refresh', 'build incremental targets anew, from all there is')
    .option('--ignore-conditions', 'look at the conditions of its jobs, and build whatever they find')
    .option('--cause <text>', 'why, kept with the build and its runs')
    .option('--resume <build>', 'build what this build did not complete')
    .option('--plan', 'only show what would be built, in which order')
    .option('--wait', 'follow it to its end, which is what happens unless --no-wait')
    .option('--no-wait', 'return as soon as it has started')
    .action(
      act<[], RunBuildOptions>(async (cli, _, options) => {
        const client = await cli.client();
        const { threads, cause } = options;
        const resumed = options.resume === undefined ? undefined : resumedOf(options);
        const input = resumed === undefined ? inputOf(options) : undefined;
        const plan = input
          ? await client.builds.plan(input)
          : await client.builds.planResume({ build: resumed ?? 0 });
        if (options.plan) {
          cli.terminal.result(plan, () => buildPlanText(plan, cli.terminal));
          return undefined;
        }
        if (plan.models.length === 0) return nothingToDo(cli, plan);
        cli.terminal.say(`${plan.models.length} models in ${plan.environment}, ${plan.threads} at once`);
        const started = input
          ? await client.builds.start({ ...input, cause })
          : await client.builds.resume({ build: resumed ?? 0, cause, threads });
        return await reportBuild(cli, started.id, options.wait ?? true);
      }),
    );
}

function resumedOf({
  resume = '',
  select,
  env,
  defer,
  against,
  drafts,
  job,
  var: variables,
  fullRefresh,
  ignoreConditions,
}: RunBuildOptions) {
  const others = [select, env, defer, against, drafts, job, variables, fullRefresh, ignoreConditions];
  if (others.some(option => option !== undefined)) {
    throw new SlipwayError('validation', '--resume goes on with a build as it was asked for', {
      hint: 'Leave out --select, --env, --defer, --against, --drafts, --job, --var, --full-refresh and --ignore-conditions, or start a new one',
    });
  }
  return buildNumber(resume);
}

function inputOf({
  select = [],
  env,
  defer,
  against,
  drafts,
  job,
  threads,
  var: variables,
  fullRefresh,
  ignoreConditions,
}: RunBuildOptions) {
  if (env === undefined) {
    throw new SlipwayError('validation', 'Where to build is missing', {
      hint: 'Give --env ENV, or --resume BUILD',
    });
  }
  return {
    environment: env,
    select: select.join(' '),
    defer,
    against,
    drafts,
    jobs: job,
    threads,
    variables,
    full_refresh: fullRefresh,
    ignore_conditions: ignoreConditions,
  };
}

/** That nothing is modified is no failure. */
function nothingToDo(cli: Cli, plan: BuildPlan): number {
  cli.terminal.result(plan, () => `Nothing to build: ${plan.select || 'everything'} means no model.`);
  return exitCodes.done;
}

async function reportBuild(cli: Cli, id: number, wait: boolean): Promise<number> {
  const { client, own } = await cli.engine();
  if (!wait && !own) {
    const started = await client.builds.get({ build: id });
    cli.terminal.result(started, () => `Started build #${id} of ${started.models.length} models`);
    return exitCodes.done;
  }
  cli.terminal.say(`Started build #${id}`);
  const ended = await followBuild(cli, id);
  cli.terminal.result(ended, () => buildText(ended, cli.terminal));
  return ended.state === 'completed' ? exitCodes.done : exitCodes.failed;
}
