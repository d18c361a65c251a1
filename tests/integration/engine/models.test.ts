import { describe, expect, test } from 'vitest';
import { ada, addJob, addModel, addShop, openTestEngine } from '../../support/engine.ts';
import type { Engine } from '../../../src/main/engine/engine.ts';

const fields = (name: string) => ({ name, description: '', owner: '', labels: [] });
const publish = (engine: Engine, model: string, tag?: string) =>
  engine.versions.publish(ada, { model, message: '', tag });

describe('drafts', () => {
  test('are saved with a revision; an older one is a conflict and loses nothing', async () => {
    const engine = await openTestEngine();
    await engine.models.create(ada, fields('m'), 'select 1');
    const saved = await engine.models.saveDraft({ model: 'm', sql: 'select 2', revision: 1 });
    expect(saved).toMatchObject({ sql: 'select 2', revision: 2, modified: true });
    await expect(engine.models.saveDraft({ model: 'm', sql: 'select 3', revision: 1 })).rejects.toMatchObject(
      { code: 'conflict', message: expect.stringContaining('changed elsewhere') },
    );
    expect(engine.models.get('m').draft.sql).toBe('select 2');
  });

  test('know what they are based on', async () => {
    const engine = await openTestEngine();
    await addModel(engine, 'm', 'select 1 as a', 'select 2 as a');
    expect(engine.models.get('m').draft).toMatchObject({ based_on: 2, modified: false });
    const restored = await engine.models.saveDraft({ model: 'm', sql: 'select 1 as a', based_on: 1 });
    expect(restored).toMatchObject({ based_on: 1, modified: false });
  });
});

describe('publishing', () => {
  test('adds a numbered version with hash and sources; unchanged text adds none and says so', async () => {
    const engine = await openTestEngine();
    await engine.models.create(ada, fields('m'), 'select * from a.b.c join d on true');
    const one = await publish(engine, 'm');
    expect(one).toMatchObject({
      number: 1,
      created: true,
      sources: [
        { database: 'A', schema: 'B', name: 'C' },
        { database: '', schema: '', name: 'D' },
      ],
    });
    expect(one.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await publish(engine, 'm', 'v1')).toMatchObject({ number: 1, created: false, tags: ['v1'] });
    expect(engine.versions.history({ model: 'm', limit: 10 }).versions).toHaveLength(1);
  });

  test('keeps each source once, in the order of the text', async () => {
    const engine = await openTestEngine();
    const sql =
      'select 1 from a.b.z x join a.b.c y on true join A.B."Z" on true join a.b."z" on true join z on true';
    await engine.models.create(ada, fields('m'), sql);
    expect((await publish(engine, 'm')).sources).toEqual([
      { database: 'A', schema: 'B', name: 'Z' },
      { database: 'A', schema: 'B', name: 'C' },
      { database: 'A', schema: 'B', name: 'z' },
      { database: '', schema: '', name: 'Z' },
    ]);
  });

  test.each([
    ['', 'validation', 'is empty', undefined],
    ['-- nothing here', 'validation', 'only comments', undefined],
    ['select 1;\nselect 2', 'validation', 'holds 2 statements', { line: 2, column: 1 }],
    ['insert into t select 1', 'validation', 'INSERT', { line: 1, column: 1 }],
    ['drop table t', 'validation', 'DROP', { line: 1, column: 1 }],
    ['select a\nfrm t where', 'validation', '', { line: 2 }],
  ])('refuses %j, with its place', async (sql, code, message, place) => {
    const engine = await openTestEngine();
    await engine.models.create(ada, fields('m'), sql);
    const error = await publish(engine, 'm').catch(cause => cause);
    expect(error.code).toBe(code);
    expect(`${error.message} ${error.details.problems[0].message}`).toContain(message);
    if (place) expect(error.details.problems[0]).toMatchObject(place);
    expect(engine.models.get('m').latest_version).toBeNull();
  });

  test('accepts a semicolon at the end, and placeholders', async () => {
    const engine = await openTestEngine();
    await engine.models.create(ada, fields('m'), 'select {{ a }} as x from t where y in ({{ b }});\n');
    expect(await publish(engine, 'm')).toMatchObject({ number: 1, sources: [{ name: 'T' }] });
  });

  test('at the same time from two places publishes one version', async () => {
    const engine = await openTestEngine();
    await engine.models.create(ada, fields('m'), 'select 1 as a');
    const both = await Promise.all([publish(engine, 'm'), publish(engine, 'm')]);
    expect(both.map(version => version.number)).toEqual([1, 1]);
    expect(both.filter(version => version.created)).toHaveLength(1);
  });
});

describe('tags', () => {
  test('are unique in their model; an existing one is a conflict unless moved explicitly', async () => {
    const engine = await openTestEngine();
    await addModel(engine, 'm', 'select 1 as a', 'select 2 as a');
    await engine.versions.tag(ada, { model: 'm', version: '1', tag: 'good', note: '', move: false });
    const again = { model: 'm', version: '2', tag: 'GOOD', note: '', move: false };
    await expect(engine.versions.tag(ada, again)).rejects.toMatchObject({
      code: 'conflict',
      message: 'Tag "good" of "m" exists: it names v1',
    });
    expect(await engine.versions.tag(ada, { ...again, move: true })).toMatchObject({ version: 2 });
    expect(engine.audit.list({ limit: 1 }).entries[0]).toMatchObject({
      action: 'tag.move',
      details: { tag: 'GOOD', version: 2, from: 1 },
    });
  });

  test.each(['draft', 'latest', 'LATEST'])('"%s" has a meaning of its own', async tag => {
    const engine = await openTestEngine();
    await addModel(engine, 'm', 'select 1 as a');
    await expect(
      engine.versions.tag(ada, { model: 'm', version: '1', tag, note: '', move: false }),
    ).rejects.toMatchObject({ code: 'validation' });
  });

  test.each(['v1', 'V9', 'v09'])('"%s" cannot name version 2: it reads as another', async tag => {
    const engine = await openTestEngine();
    await addModel(engine, 'm', 'select 1 as a', 'select 2 as a');
    await expect(
      engine.versions.tag(ada, { model: 'm', version: '2', tag, note: '', move: true }),
    ).rejects.toMatchObject({
      code: 'validation',
      details: {
        problems: [{ path: 'tag', message: expect.stringContaining('and this is version 2') }],
        hint: expect.stringContaining('v2'),
      },
    });
    await engine.models.saveDraft({ model: 'm', sql: 'select 3 as a' });
    await expect(engine.versions.publish(ada, { model: 'm', message: '', tag })).rejects.toMatchObject({
      code: tag === 'v1' ? 'conflict' : 'validation',
    });
    expect(engine.models.get('m')).toMatchObject({ latest_version: 2 });
  });

  test('that a job runs cannot be moved or removed', async () => {
    const engine = await openTestEngine();
    await addShop(engine);
    await addModel(engine, 'm', 'select 1 as a', 'select 2 as a');
    await addJob(engine, 'm', 'dev', { tag: 'v1' });
    const move = { model: 'm', version: '2', tag: 'v1', note: '', move: true };
    await expect(engine.versions.tag(ada, move)).rejects.toMatchObject({ code: 'precondition' });
    await expect(engine.versions.untag(ada, move)).rejects.toMatchObject({ code: 'precondition' });
    expect(await engine.versions.untag(ada, { model: 'm', tag: 'v2' })).toBe('v2');
  });
});

describe('names', () => {
  test('are unique whatever their case; unknown ones say what is near', async () => {
    const engine = await openTestEngine();
    await engine.models.create(ada, fields('daily_delays'), 'select 1');
    await expect(engine.models.create(ada, fields('Daily_Delays'), '')).rejects.toMatchObject({
      code: 'conflict',
      message: 'There is already a model named "daily_delays"',
    });
    expect(() => engine.models.get('daily_delay')).toThrow(
      expect.objectContaining({ code: 'not_found', details: { hint: 'Did you mean "daily_delays"?' } }),
    );
    expect(engine.models.get('1').name).toBe('daily_delays');
  });

  test('of a new model: nothing was modified before something is typed', async () => {
    const engine = await openTestEngine();
    expect(await engine.models.create(ada, fields('m'), '')).toMatchObject({ draft_modified: false });
    expect(await engine.models.saveDraft({ model: 'm', sql: 'select 1' })).toMatchObject({ modified: true });
  });

  test('can change without breaking the jobs that use them', async () => {
    const engine = await openTestEngine();
    await addShop(engine);
    await addModel(engine, 'm', 'select 1 as a');
    await addJob(engine, 'm', 'dev');
    await engine.models.change(ada, 'm', { name: 'renamed' });
    expect(engine.jobs.get('m_dev').definition).toMatchObject({ model: 'renamed', environment: 'dev' });
    await expect(engine.models.remove(ada, 'renamed')).rejects.toMatchObject({
      code: 'conflict',
      message: '"renamed" is built by m_dev',
    });
  });
});

test('search finds by name, label, owner and text, and takes % literally', async () => {
  const engine = await openTestEngine();
  await engine.models.create(ada, { ...fields('alpha'), labels: ['finance'], owner: 'Grace' }, 'select 1');
  await engine.models.create(ada, fields('beta'), "select * from t where x like '100%'");
  const found = (search: string) => engine.models.list({ search, limit: 10 }).models.map(model => model.name);
  expect(found('alph')).toEqual(['alpha']);
  expect(found('FINANCE')).toEqual(['alpha']);
  expect(found('grace')).toEqual(['alpha']);
  expect(found('100%')).toEqual(['beta']);
  expect(found('%')).toEqual(['beta']);
  expect(found('')).toEqual(['alpha', 'beta']);
});

test('a diff says what changed and how far it reaches', async () => {
  const engine = await openTestEngine();
  await addModel(engine, 'm', 'select a from t', 'select a, b from t', 'select   a,\n  b\nfrom t');
  const changes = await Promise.all(
    [
      ['1', '2'],
      ['2', '3'],
      ['v2', '1'],
      ['3', 'latest'],
    ].map(async ([a = '', b = '']) => (await engine.comparison.diff({ model: 'm', a, b })).change),
  );
  expect(changes).toEqual(['non_breaking', 'cosmetic', 'breaking', 'none']);
});
