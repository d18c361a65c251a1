import type { Client } from '../../../shared/contract/index.ts';
import type { Run } from '../../../shared/contract/runs.ts';
import { formatDuration } from '../../../shared/domain/duration.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { colouredDiff } from '../output/diff.ts';
import { changeText } from '../output/model.ts';
import { promotionLine } from '../output/promotion.ts';
import { resultText } from '../output/result.ts';
import { runList } from '../output/run.ts';
import type { Terminal } from '../output/terminal.ts';
import { count, counted } from '../output/text.ts';
import { loadSample, type SamplePlace } from '../sample.ts';
import type { Story } from './story.ts';

/** What came of the demo, in numbers. */
export interface DemoNumbers {
  models: number;
  versions: number;
  runs: number;
  promotions: number;
}

const model = 'daily_delays';
const tag = 'v3';
const lake = 'DATALAKE_PRD.RAW.FLIGHTS';

/**
 * Changes a model, tries it in dev, promotes it to prod, and takes it back: the main job, from end to end. Resolves with the
 * rows of real data that the build in production read.
 */
export async function play(
  client: Client,
  terminal: Terminal,
  story: Story,
  into?: SamplePlace,
): Promise<number> {
  const title = into ? 'Load a share of the sample "Flights"' : 'Load the sample "Flights"';
  const sample = await story.step(title, () => loadSample(client, () => {}, into));
  story.show(
    [
      ...sample.tables.map(table => `${table.name}: ${count(table.rows)} rows`),
      `${counted(sample.models.length, 'model')}, ${counted(sample.jobs.length, 'job')}, environments ${sample.environments.join(', ')}`,
    ].join('\n'),
  );
  const rows = sample.tables.find(({ name }) => name === lake)?.rows ?? 0;

  const today = await story.step('Build what production has today', async () => {
    await build(client, 'stg_flights_prod');
    return await build(client, 'daily_delays_prod');
  });
  story.show(buildText(today));

  await story.step(`Edit the draft of ${model}: add the worst delay of the day`, () => edit(client));
  const diff = await client.models.diff({ model, a: 'latest', b: 'draft' });
  story.show(`${changeText(diff.change, story.paint)}\n${colouredDiff(diff.sql_diff, story.paint)}`);

  await story.step(`Publish it as version 3 and tag it ${tag}`, async () => {
    const version = await client.models.publish({ model, message: 'Add the worst delay of the day', tag });
    if (version.number !== 3 || !version.tags.includes(tag)) throw unexpected('the new version is not v3');
  });

  const tried = await story.step('Try it in dev, on every fifteenth flight', async () => {
    await build(client, 'stg_flights_dev');
    return await build(client, 'daily_delays_dev', tag);
  });
  story.show(buildText(tried));

  const plan = await story.step(`Plan its promotion to prod`, () =>
    client.promotions.plan({ model, environment: 'prod', tag }),
  );
  if (plan.state !== 'awaiting_approval') throw unexpected(`the plan is ${plan.state}`);
  story.show(
    [
      `${plan.from.tag} → ${plan.to.tag}, ${changeText(plan.change, story.paint)}`,
      ...(plan.columns?.added ?? []).map(({ name, type }) => story.paint('green', `+ ${name}  ${type}`)),
      ...plan.sources.map(source => `${source.exists ? '✓' : '✗'} reads ${source.reads}`),
      ...plan.warnings.map(warning => `! ${warning}`),
    ].join('\n'),
  );

  const applied = await story.step('Approve it, as prod is protected, and apply it', async () => {
    await client.promotions.approve({ promotion: plan.id, note: 'Looked at the columns' });
    return await client.promotions.apply({ promotion: plan.id, note: 'Demo', hash: plan.hash });
  });
  story.show(promotionLine(applied, story.paint));

  const built = await story.step(`Build it in prod, from all ${count(rows)} flights`, async () => {
    const run = await build(client, 'daily_delays_prod');
    expectColumns(run, 'WORST_DELAY_MINUTES', true);
    return run;
  });
  story.show(buildText(built));
  const first = await client.sql.run({
    sql: 'select * from DAILY_DELAYS order by DAY limit 5',
    environment: 'prod',
  });
  story.show(resultText(first, terminal));

  const former = await story.step('Take it back: roll prod back and build again', async () => {
    await client.promotions.rollback({ model, environment: 'prod', note: 'To see that one can' });
    const run = await build(client, 'daily_delays_prod');
    expectColumns(run, 'WORST_DELAY_MINUTES', false);
    return run;
  });
  story.show(buildText(former));

  return rows;
}

/** Shows all runs, and counts what is there now. */
export async function sumUp(client: Client, terminal: Terminal, story: Story): Promise<DemoNumbers> {
  const { runs } = await client.runs.list({ limit: 1_000 });
  story.tell('\nRuns');
  story.show(runList(runs, terminal));
  const { models } = await client.models.list({ limit: 1_000 });
  const { promotions } = await client.promotions.list({ limit: 1_000 });
  return {
    models: models.length,
    versions: models.reduce((sum, each) => sum + (each.latest_version ?? 0), 0),
    runs: runs.length,
    promotions: promotions.length,
  };
}

async function edit(client: Client): Promise<void> {
  const { draft } = await client.models.get({ model });
  const last = 'as p90_delay_minutes';
  const sql = draft.sql.replace(
    last,
    `${last},\n    ${'max(delay_minutes)'.padEnd(76)} as worst_delay_minutes`,
  );
  if (sql === draft.sql) throw unexpected('the sample is not the one the demo knows');
  await client.models.saveDraft({ model, sql, revision: draft.revision });
}

/** Runs a job to its end. Throws unless it completed. */
async function build(client: Client, job: string, version?: string): Promise<Run> {
  const run = await runToEnd(client, job, version);
  if (run.state === 'completed') return run;
  throw runError(run);
}

/** Runs a job to its end, whatever that is. */
export async function runToEnd(client: Client, job: string, version?: string): Promise<Run> {
  const { id } = await client.jobs.run({ job, version, cause: 'Demo' });
  for await (const update of await client.runs.follow({ run: id })) if (update.type === 'ended') break;
  return await client.runs.get({ run: id });
}

/** What a run that did not complete says. */
export function runError({ id, job, state, failures, reason }: Run): SlipwayError {
  const [failure] = failures;
  return new SlipwayError('external', `run #${id} of ${job} ${state}: ${failure?.message ?? reason ?? ''}`, {
    hint: failure?.hint ?? undefined,
  });
}

function buildText({ id, frozen, version, times, rows_affected }: Run): string {
  const ms = Date.parse(times.ended_at ?? '') - Date.parse(times.claimed_at ?? '');
  const rows = rows_affected === null ? '' : `${counted(rows_affected, 'row')}, `;
  const columns = frozen.columns.map(column => column.name).join(', ');
  const { window } = frozen;
  const what = window
    ? `\n${window.mode === 'full' ? 'built all' : 'built what is new'}: ${window.reason}`
    : '';
  return `run #${id}: ${frozen.target} from v${version}, ${rows}${formatDuration(ms)}${what}\ncolumns ${columns}`;
}

function expectColumns(run: Run, name: string, present: boolean): void {
  if (run.frozen.columns.some(column => column.name === name) === present) return;
  throw unexpected(`${run.frozen.target} ${present ? 'lacks' : 'still has'} the column ${name}`);
}

function unexpected(what: string): SlipwayError {
  return new SlipwayError('internal', `Not as expected: ${what}`);
}
