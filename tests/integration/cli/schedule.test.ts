import { describe, expect, test } from 'vitest';
import type { Client } from '../../../src/shared/contract/index.ts';
import { jobDefinition } from '../../support/shop.ts';
import { file, idleWorkspace, oneDocument, servedWorkspace, slipway, type Workspace } from './support.ts';

/** `orders_dev` at six and `after_orders` after it. */
async function addTriggers(client: Client): Promise<void> {
  const definition = jobDefinition('orders', 'dev', 'v1');
  await client.jobs.apply({
    definition: {
      ...definition,
      triggers: [{ schedule: { cron: '0 6 * * *', time_zone: 'Europe/Berlin', catch_up: 'skip' } }],
    },
  });
  await client.jobs.apply({
    definition: {
      ...definition,
      name: 'after_orders',
      target: { table: 'AFTER_ORDERS' },
      triggers: [{ job: { after: ['orders_dev'], states: ['completed', 'failed'] } }],
    },
  });
}

async function served(): Promise<Workspace & { client: Client }> {
  const workspace = await servedWorkspace();
  await addTriggers(workspace.client);
  return workspace;
}

describe('jobs', () => {
  test('tell their triggers in words, their pause and next fire', async () => {
    const workspace = await served();
    expect(await workspace.words('job', 'show', 'orders_dev')).toMatch(
      /starts +At 06:00 \(0 6 \* \* \*\), Europe\/Berlin; catch_up skip\n(.*\n)*next fire +\d{4}-.* \(in /,
    );
    expect(await workspace.words('job', 'show', 'after_orders')).toMatch(
      /starts +after orders_dev completed or failed\n/,
    );
    expect(await workspace.words('job', 'pause', 'orders_dev', '--reason', 'moving')).toBe(
      'Job orders_dev is paused',
    );
    expect(await workspace.words('job', 'show', 'orders_dev')).toMatch(
      /paused +paused (?:just now|.+ ago) by .*: moving\n/,
    );
    expect(await workspace.words('job', 'list')).toContain('⏸ paused');
    expect(await workspace.words('job', 'next', 'orders_dev')).toMatch(/^paused .*: these start nothing\n/);
    expect(await workspace.failure(4, 'job', 'pause', 'orders_dev')).toMatchObject({
      error: { code: 'conflict', message: '"orders_dev" is paused already' },
    });
    expect(await workspace.words('job', 'resume', 'orders_dev')).toMatch(
      /^Job orders_dev is resumed; it fires next /,
    );
    expect(await workspace.failure(4, 'job', 'resume', 'orders_dev')).toMatchObject({
      error: { code: 'conflict' },
    });
  });

  test('next fires are as many as asked for, in the zone of the schedule', async () => {
    const workspace = await served();
    const { fires } = (await workspace.json('job', 'next', 'orders_dev', '--count', '3')) as {
      fires: { local: string }[];
    };
    expect(fires).toHaveLength(3);
    for (const fire of fires) expect(fire.local).toMatch(/ 06:00 \+0[12]:00$/);
    expect(await workspace.words('job', 'next', 'after_orders')).toBe('No schedule starts it.');
    expect(await workspace.failure(3, 'job', 'next', 'nothing')).toMatchObject({
      error: { code: 'not_found' },
    });
  });

  test('problems of triggers come with file, line and path', async () => {
    const workspace = await served();
    const definition = (triggers: string) =>
      file(
        'job.yaml',
        `name: j\nkind: model\nenvironment: dev\nmodel: orders\ntag: v1\ntarget: {table: T}\nmaterialization: {type: view}\ntriggers:\n${triggers}`,
      );
    const wrong = definition(
      '  - schedule:\n      cron: 0 6 * * 1-5\n  - schedule:\n      cron: 0 25 * * *\n      time_zone: UTC\n',
    );
    const { code, stderr } = await workspace.run(['job', 'apply', '--file', wrong]);
    expect(code).toBe(2);
    expect(stderr).toContain(`${wrong}:12:13 triggers[1].schedule.cron: hour "25" is not valid`);
    const unknown = definition('  - job: {after: [orders_dv]}\n');
    const refused = await workspace.run(['job', 'apply', '--file', unknown]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(
      `${unknown}:9:19 triggers[0].job.after[0]: There is no job named "orders_dv" (Did you mean "orders_dev"?)`,
    );
  });
});

describe('the schedule', () => {
  test('is previewed, simulated, paused, resumed and begun anew', async () => {
    const workspace = await served();
    expect(
      await workspace.words('schedule', 'preview', '0 6 * * 1-5', '--time-zone', 'Asia/Kolkata'),
    ).toMatch(/^At 06:00, Monday through Friday\n.*\n\d{4}-.* 06:00 \+05:30 +in /);
    expect(await workspace.failure(2, 'schedule', 'preview', '0 6 30 2 *')).toMatchObject({
      error: { code: 'validation', details: { problems: [{ path: 'schedule.cron' }] } },
    });
    const simulation = await workspace.json('schedule', 'simulate', '--days', '3');
    expect(simulation).toMatchObject({ total: 6, truncated: false });
    const words = await workspace.words('schedule', 'simulate', '--days', '3', '--from', '2027-03-27');
    expect(words).toMatch(/^6 runs of 2 jobs from 2027-03-27 /);
    expect(words).toContain('clocks change in Europe/Berlin');
    expect(await workspace.words('schedule', 'status')).toMatch(
      /^schedules +1\nnext fire +orders_dev, .*\neverything +not paused\nretries +0 waiting$/,
    );
    expect(await workspace.words('schedule', 'pause', '--reason', 'upkeep')).toBe('Everything is paused');
    expect(await workspace.words('schedule', 'status')).toMatch(
      /everything +paused (?:just now|.+ ago) by .*: upkeep/,
    );
    expect(await workspace.failure(4, 'schedule', 'pause')).toMatchObject({ error: { code: 'conflict' } });
    expect(await workspace.words('schedule', 'resume')).toBe('Triggers start jobs again');
    expect(await workspace.json('schedule', 'reset', 'orders_dev')).toMatchObject({
      fires: [{ local: expect.stringContaining('06:00') }, {}, {}, {}, {}],
    });
    expect(await workspace.json('schedule', 'wake-plan')).toEqual({ plan: null });
    expect(await workspace.words('schedule', 'wake-plan', '--dismiss')).toBe(
      'No fire was missed in any absence.',
    );
  });

  test('keeps a ledger: what a chain started is in it', async () => {
    const workspace = await served();
    await workspace.words('job', 'pause', 'after_orders');
    await workspace.words('job', 'run', 'orders_dev', '--wait');
    expect(await workspace.words('schedule', 'fires', '--job', 'after_orders')).toMatch(
      /after_orders +↷ skipped +paused/,
    );
    const { fires } = (await workspace.json(
      'schedule',
      'fires',
      '--outcome',
      'skipped,missed',
      '--since',
      '1h',
    )) as {
      fires: { id: number }[];
    };
    expect(fires).toHaveLength(1);
    expect(await workspace.words('schedule', 'run-missed', String(fires[0]?.id), '--wait')).toMatch(
      /^Run #2 +after_orders +✓ completed/,
    );
    expect(await workspace.failure(3, 'schedule', 'run-missed', '99')).toMatchObject({
      error: { code: 'not_found' },
    });
    const { code } = await workspace.run(['schedule', 'fires', '--outcome', 'late']);
    expect(code).toBe(2);
  });

  test('of a workspace that nobody serves says so', async () => {
    const idle = await idleWorkspace(addTriggers);
    const { code, stdout, stderr } = await idle.run(['schedule', 'status', '--json']);
    expect({ code, ...(oneDocument(stdout) as object) }).toMatchObject({ code: 0, schedules: 1 });
    expect(stderr).toContain(
      'Nothing serves this workspace: fires are accounted for when it is opened or served',
    );
    expect((await slipway(['schedule', '--help'])).stdout).toContain('run-missed');
  });
});

describe('a run', () => {
  test('is done again as planned; both know of each other, and are compared', async () => {
    const workspace = await servedWorkspace();
    await workspace.words('job', 'run', 'orders_dev', '--wait');
    expect(await workspace.words('run', 'retry', '1', '--plan')).toMatch(
      /^Run #1 again, with the definition of today\norders_dev in dev: v1, definition 1, .*\n( {2}▶ .*\n)+Nothing differs/,
    );
    await workspace.client.jobs.apply({ definition: jobDefinition('orders', 'dev', 'v2') });
    const retried = await workspace.run(['run', 'retry', '1', '--wait', '--cause', 'once more']);
    expect(retried).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('definition 2 instead of 1; v2 instead of v1'),
    });
    expect(retried.stdout).toMatch(/^Run #2 .*✓ completed\n(.*\n)*does again +run #1\n/);
    expect(await workspace.words('run', 'show', '1')).toMatch(/done again by +#2 orders_dev ✓ completed\n/);
    expect(await workspace.json('run', 'retry', '1', '--exactly', '--wait')).toMatchObject({
      id: 3,
      version: 1,
      trigger: { original_run: 1 },
    });
    expect(await workspace.json('run', 'compare', '1', '2')).toMatchObject({
      a: 1,
      b: 2,
      differences: expect.arrayContaining([{ what: 'version', a: 'v1', b: 'v2' }]),
    });
    expect(await workspace.failure(4, 'run', 'retry', '1', '--from-failure')).toMatchObject({
      error: { code: 'conflict', message: expect.stringContaining('did not fail') },
    });
    expect((await workspace.run(['run', 'retry', '1', '--from-failure', '--exactly'])).code).toBe(2);
    expect(await workspace.json('run', 'list', '--trigger', 'schedule')).toEqual({ runs: [], next: null });
    expect((await workspace.run(['run', 'list', '--trigger', 'cron'])).code).toBe(2);
  });

  test('that a chain started tells what it came after', async () => {
    const workspace = await served();
    await workspace.words('job', 'run', 'orders_dev', '--wait');
    expect(await workspace.words('run', 'logs', '2', '--follow')).toMatch(/✓ completed$/);
    expect(await workspace.words('run', 'show', '2')).toMatch(
      /\(job\): after orders_dev #1 completed\nafter +run #1\nchain +began with run #1, this is 2 in it\n/,
    );
    expect(await workspace.words('run', 'show', '1')).toMatch(/started +#2 after_orders ✓ completed\n/);
  });
});
