import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ORPCError } from '@orpc/client';
import { describe, expect, test } from 'vitest';
import { asSlipwayError } from '../../src/main/api/clients.ts';
import { errorCodes, SlipwayError } from '../../src/shared/domain/errors.ts';
import { addEnvironments, addModel, endlessSql, jobDefinition } from '../support/shop.ts';
import { takeUntil } from '../support/streams.ts';
import { transports } from '../support/transports.ts';
import { openTestHost } from '../support/workspace.ts';

describe.for(transports)('over $name', transport => {
  async function open() {
    const host = await openTestHost();
    const { client } = await transport.connect(host);
    return { host, client };
  }

  /** What a call failed with, as the rest of the program sees it. */
  async function failure(call: Promise<unknown>): Promise<SlipwayError> {
    const cause: unknown = await call.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(cause).toBeInstanceOf(ORPCError);
    expect(cause).toMatchObject({ defined: true });
    return asSlipwayError(cause);
  }

  test('a wrong input: every problem with its path', async () => {
    const { client } = await open();
    const definition = {
      name: '1st',
      connection: { name: 'embedded', engine: 'duckdb' as const, account: 'x' },
      colour: 'pink' as const,
      source_mapping: { 'A.B': 'C' },
      variables: { 'a b': 1 },
      limits: { max_concurrent_runs: 0, statement_timeout: 'soon' },
    };
    const error = await failure(client.environments.create({ definition }));
    expect(error.code).toBe('validation');
    expect(error.message).toMatch(/^definition\.name: must be a letter, .* \(and 5 more\)$/);
    expect(error.details.problems).toEqual([
      { path: 'definition.name', message: expect.stringContaining('must be a letter') },
      { path: 'definition.connection.account', message: 'is not a known key here' },
      {
        path: 'definition.source_mapping["A.B"]',
        message: expect.stringContaining('maps 2 name part(s) to 1'),
      },
      { path: 'definition.variables["a b"]', message: expect.stringContaining('must be a letter or "_"') },
      { path: 'definition.limits.max_concurrent_runs', message: 'must be at least 1' },
      { path: 'definition.limits.statement_timeout', message: expect.any(String) },
    ]);
  });

  test('keys that are not known are refused, at every level, with what may have been meant', async () => {
    const { client } = await open();
    await addEnvironments(client);
    await addModel(client, 'm', 'select 1 as a');
    await client.jobs.create({ definition: jobDefinition('m', 'dev', 'v1') });
    const problems = async (call: Promise<unknown>) => {
      const error = await failure(call);
      expect(error.code).toBe('validation');
      return error.details.problems;
    };
    // As a program would send it that nobody has checked.
    type Unchecked = (input: unknown) => Promise<unknown>;
    const { jobs, runs, environments, definitions } = client as unknown as {
      jobs: { run: Unchecked; apply: Unchecked };
      runs: { list: Unchecked };
      environments: { list: Unchecked };
      definitions: { import: Unchecked };
    };
    expect(await problems(jobs.run({ job: 'm_dev', variable: { n: 1 }, why: 'x' }))).toEqual([
      { path: 'variable', message: 'is not a known key here; did you mean "variables"?' },
      { path: 'why', message: 'is not a known key here' },
    ]);
    expect(await problems(runs.list({ sate: 'failed' }))).toEqual([
      { path: 'sate', message: 'is not a known key here; did you mean "state"?' },
    ]);
    expect(await problems(environments.list({ search: 'd' }))).toEqual([
      { path: 'search', message: 'is not a known key here' },
    ]);
    const definition = { ...jobDefinition('m', 'dev', 'v1'), target: { table: 'M', scheme: 'S' } };
    expect(await problems(jobs.apply({ definition }))).toEqual([
      { path: 'definition.target.scheme', message: 'is not a known key here; did you mean "schema"?' },
    ]);
    const files = [{ path: 'a.sql', content: '', mode: 1 }];
    expect(await problems(definitions.import({ files }))).toEqual([
      { path: 'files[0].mode', message: 'is not a known key here' },
    ]);
    expect((await client.runs.list({})).runs).toEqual([]);
  });

  test('parameters of a list, each with its problem', async () => {
    const { client } = await open();
    const input = { limit: 5_000, state: ['failed', 'late'], draft: 'maybe', since: 'yesterday' };
    const error = await failure(client.runs.list(input as unknown as { limit: number }));
    expect(error.code).toBe('validation');
    expect(error.details.problems?.map(problem => problem.path)).toEqual([
      'state[1]',
      'draft',
      'since',
      'limit',
    ]);
  });

  test('what the engine finds wrong: also all of it', async () => {
    const { client } = await open();
    await addEnvironments(client);
    await addModel(client, 'm', 'select 1 as a');
    const definition = { ...jobDefinition('m', 'dev', 'v7'), target: { table: 'M', schema: ' ' } };
    expect(await failure(client.jobs.create({ definition }))).toMatchObject({ code: 'validation' });
    const missingTag = await failure(client.jobs.create({ definition: jobDefinition('m', 'dev', 'v7') }));
    expect(missingTag).toMatchObject({
      code: 'validation',
      details: { problems: [{ path: 'tag', message: expect.stringContaining('v7') }] },
    });
  });

  test('something that does not exist: a suggestion', async () => {
    const { client } = await open();
    await addModel(client, 'daily_delays', 'select 1 as a');
    expect(await failure(client.models.get({ model: 'daily_delay' }))).toMatchObject({
      code: 'not_found',
      message: 'There is no model named "daily_delay"',
      details: { hint: 'Did you mean "daily_delays"?' },
    });
    expect(await failure(client.runs.get({ run: 12 }))).toMatchObject({ code: 'not_found' });
    const follow = client.runs.follow({ run: 12 }).then(stream => takeUntil(stream, () => true));
    expect(await failure(follow)).toMatchObject({ code: 'not_found' });
  });

  test('conflicts and preconditions', async () => {
    const { client } = await open();
    await addEnvironments(client);
    await addModel(client, 'm', 'select 1 as a');
    expect(await failure(client.models.create({ name: 'm' }))).toMatchObject({
      code: 'conflict',
      details: { problems: [{ path: 'name', message: 'is taken' }] },
    });
    const stale = client.models.saveDraft({ model: 'm', sql: 'select 2', revision: 99 });
    expect(await failure(stale)).toMatchObject({ code: 'conflict', details: { hint: expect.any(String) } });
    await client.jobs.create({ definition: jobDefinition('m', 'dev', 'v1'), publish: false });
    expect(await failure(client.jobs.run({ job: 'm_dev' }))).toMatchObject({
      code: 'precondition',
      details: { hint: 'Publish the job first' },
    });
  });

  test('a schedule that is none: the field, and what is allowed', async () => {
    const { client } = await open();
    await addEnvironments(client);
    await addModel(client, 'm', 'select 1 as a');
    const problems = async (call: Promise<unknown>) => {
      const error = await failure(call);
      expect(error.code).toBe('validation');
      return error.details.problems;
    };
    const create = (...schedules: { cron: string; time_zone?: string }[]) =>
      client.jobs.create({
        definition: {
          ...jobDefinition('m', 'dev', 'v1'),
          triggers: schedules.map(schedule => ({ schedule })),
        },
      });
    expect(
      await problems(
        create({ cron: '0 24 * * *' }, { cron: '0 6 30 2 *' }, { cron: '@daily', time_zone: 'Berlin' }),
      ),
    ).toEqual([
      {
        path: 'triggers[0].schedule.cron',
        message: expect.stringContaining('hour "24" is not valid; allowed: 0 to 23'),
      },
      { path: 'triggers[1].schedule.cron', message: expect.stringContaining('never fires') },
      {
        path: 'triggers[2].schedule.time_zone',
        message: expect.stringContaining('"Berlin" is no time zone'),
      },
    ]);
    expect(await problems(client.fires.preview({ schedule: { cron: '61 * * * *' } }))).toEqual([
      { path: 'schedule.cron', message: expect.stringContaining('minute "61"') },
    ]);
    const bothWrong = { cron: '0 6 * *', time_zone: 'Mars/Base' };
    expect(await problems(client.fires.preview({ schedule: bothWrong }))).toEqual([
      { path: 'schedule.cron', message: expect.stringContaining('has 4 of 5 fields') },
      { path: 'schedule.time_zone', message: expect.stringContaining('"Mars/Base" is no time zone') },
    ]);
    const both = { schedule: { cron: '@daily' }, deployment: { environment: 'dev' } };
    const definition = { ...jobDefinition('m', 'dev', 'v1'), triggers: [both] };
    expect(await problems(client.jobs.create({ definition }))).toEqual([
      {
        path: 'definition.triggers[0]',
        message: 'must be exactly one of "schedule", "job" and "deployment"',
      },
    ]);
    const mixed = [{ schedule: { cron: '@daily' } }, { job: { after: ['a'], overlap: 'allow' as const } }];
    expect(await problems(client.jobs.create({ definition: { ...definition, triggers: mixed } }))).toEqual([
      {
        path: 'definition.triggers[0].schedule.overlap',
        message: expect.stringContaining('must be "allow" like that of the other triggers'),
      },
    ]);
    expect((await client.jobs.list({})).jobs).toEqual([]);
  });

  test('chains that cannot be: unknown, elsewhere, in a circle', async () => {
    const { client } = await open();
    await addEnvironments(client);
    await addModel(client, 'm', 'select 1 as a');
    const apply = (name: string, after: string[], environment = 'dev') =>
      client.jobs.apply({
        definition: {
          ...jobDefinition('m', environment, 'v1'),
          name,
          target: { table: name },
          triggers: after.length === 0 ? [] : [{ job: { after } }],
        },
      });
    await apply('a', []);
    await apply('b', ['a']);
    await apply('c', ['b']);
    expect(await failure(apply('a', ['c']))).toMatchObject({
      code: 'validation',
      message: 'Job "a" would start itself: a → b → c → a',
      details: {
        problems: [{ path: 'triggers[0].job.after[0]', message: 'would make a cycle: a → b → c → a' }],
      },
    });
    expect(await failure(apply('d', ['a', 'bb']))).toMatchObject({
      code: 'validation',
      details: {
        problems: [{ path: 'triggers[0].job.after[1]', message: expect.stringContaining('"bb"') }],
      },
    });
    expect(await failure(apply('d', ['c'], 'prod'))).toMatchObject({
      code: 'validation',
      details: {
        problems: [{ path: 'triggers[0].job.after[0]', message: expect.stringContaining('"c" is in dev') }],
      },
    });
    expect(await failure(client.jobs.remove({ job: 'b' }))).toMatchObject({
      code: 'conflict',
      message: '"c" starts after "b"',
    });
    const { files } = await client.definitions.export();
    const circle = files.map(file =>
      file.path === 'jobs/a.yaml'
        ? { ...file, content: file.content.replace('triggers: []', 'triggers: [{job: {after: [c]}}]') }
        : file,
    );
    expect(await failure(client.definitions.import({ files: circle }))).toMatchObject({
      code: 'validation',
      details: {
        problems: [
          {
            path: 'jobs/a.yaml: triggers[0].job.after[0]',
            message: 'would make a cycle: a → b → c → a',
            line: expect.any(Number),
          },
        ],
      },
    });
  });

  test('pauses, fires and retries that are refused', async () => {
    const { client } = await open();
    await addEnvironments(client);
    await addModel(client, 'm', 'select 1 as a', endlessSql);
    await client.jobs.create({ definition: jobDefinition('m', 'dev', 'v2') });
    expect(await failure(client.jobs.resume({ job: 'm_dev' }))).toMatchObject({
      code: 'conflict',
      message: '"m_dev" is not paused',
    });
    await client.jobs.pause({ job: 'm_dev' });
    expect(await failure(client.jobs.pause({ job: 'm_dev' }))).toMatchObject({ code: 'conflict' });
    expect(await failure(client.fires.resumeAll())).toMatchObject({ code: 'conflict' });
    expect(await failure(client.jobs.pause({ job: 'm_devv' }))).toMatchObject({
      code: 'not_found',
      details: { hint: 'Did you mean "m_dev"?' },
    });
    expect(await failure(client.fires.runMissed({ fire: 7 }))).toMatchObject({ code: 'not_found' });
    expect(await failure(client.fires.runWakePlan({}))).toMatchObject({ code: 'precondition' });
    const { id } = await client.jobs.run({ job: 'm_dev' });
    for (const call of [client.runs.planRetry({ run: id }), client.runs.retry({ run: id })]) {
      expect(await failure(call)).toMatchObject({
        code: 'conflict',
        message: expect.stringMatching(/^Run #1 is not over/),
        details: { hint: 'Wait for its end, or cancel it' },
      });
    }
    await client.runs.cancel({ run: id });
    await takeUntil(await client.runs.follow({ run: id }), update => update.type === 'ended');
    expect(await failure(client.runs.retry({ run: id, mode: 'from_failure' }))).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('did not fail'),
    });
    expect(await failure(client.runs.planRetry({ run: 99 }))).toMatchObject({ code: 'not_found' });
  });

  test('an error of the warehouse', async () => {
    const { client } = await open();
    await addEnvironments(client);
    const query = client.sql.run({ environment: 'dev', sql: "select to_number('out of patience') as a" });
    expect(await failure(query)).toMatchObject({ code: 'external' });
  });

  test('a workspace that has been closed', async () => {
    const { host, client } = await open();
    await host.engine.close();
    expect(await failure(client.models.create({ name: 'm' }))).toMatchObject({ code: 'unavailable' });
  });

  test('every code arrives, with message and details', async () => {
    const { host, client } = await open();
    const details = {
      problems: [{ path: 'a[0].b', message: 'is odd', line: 2, column: 3 }],
      hint: 'Do something else',
      related: { plan: 7, name: 'x' },
    };
    for (const code of errorCodes) {
      host.engine.workspace.variables = () => {
        throw new SlipwayError(code, 'It did not work: “ü” is not “u”', details);
      };
      const error = await failure(client.workspace.variables());
      expect(error).toMatchObject({ code, message: 'It did not work: “ü” is not “u”' });
      expect(error.details).toEqual(details);
    }
  });

  test('a full disk: the file that needs space, and what to do', async () => {
    const { host, client } = await open();
    host.engine.workspace.variables = () => {
      throw Object.assign(new Error("ENOSPC: no space left on device, copyfile '/a' -> '/w/b'"), {
        code: 'ENOSPC',
        path: '/a',
        dest: '/w/b',
      });
    };
    expect(await failure(client.workspace.variables())).toMatchObject({
      code: 'unavailable',
      message: 'The disk that holds /w/b is full: it could not be written',
      details: { hint: 'Free some space and try again; what was saved before is intact' },
    });
  });

  test('what was not foreseen: "internal", told to the log and not to the caller', async () => {
    const { host, client } = await open();
    host.engine.workspace.variables = () => {
      throw new TypeError('cannot read hunter2', { cause: new Error('deep inside') });
    };
    const error = await failure(client.workspace.variables());
    expect(error).toMatchObject({ code: 'internal', details: {} });
    expect(error.message).not.toContain('hunter2');
    const log = readFileSync(join(host.directory, 'logs/slipway.log'), 'utf8');
    expect(log).toContain('workspace.variables');
    expect(log).toContain('deep inside');
  });

  test('an answer that breaks the contract is "internal" too', async () => {
    const { host, client } = await open();
    host.engine.workspace.variables = () => ({ 'not a name': 1 });
    expect(await failure(client.workspace.variables())).toMatchObject({ code: 'internal' });
    expect(readFileSync(join(host.directory, 'logs/slipway.log'), 'utf8')).toContain(
      'variables[\\"not a name\\"]',
    );
  });

  test('a stream that fails after it started', async () => {
    const { host, client } = await open();
    await client.models.create({ name: 'daily_delays', sql: 'select 1 as mine' });
    const load = async () => takeUntil(await client.sample.load(), () => false);
    expect(await failure(load())).toMatchObject({
      code: 'conflict',
      details: { hint: 'Load the sample into a new workspace' },
    });
    host.engine.bus.subscribe = async function* () {
      yield { epoch: 'e', seq: 1, reset: false, changes: [] };
      throw new Error('hunter2');
    };
    const stream = await client.events.subscribe({});
    expect((await stream.next()).value).toMatchObject({ seq: 1 });
    const error = await failure(stream.next());
    expect(error).toMatchObject({ code: 'internal' });
    expect(error.message).not.toContain('hunter2');
  });
});
