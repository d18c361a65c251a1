import { describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/main/engine/engine.ts';
import { searchFields, type SearchField } from '../../../src/shared/domain/search.ts';
import { ada, addModel, openTestEngine } from '../../support/engine.ts';
import { seededRandom } from '../../support/random.ts';

interface More {
  model?: string;
  in?: SearchField[];
  latest?: boolean;
  limit?: number;
  after?: string;
}
const find = (engine: Engine, search: string, more: More = {}) =>
  engine.versionSearch.find({ search, latest: false, limit: 50, ...more });
const names = (engine: Engine, search: string, more: More = {}) =>
  find(engine, search, more).hits.map(({ model, version }) => `${model.name} v${version.number}`);

async function flights(): Promise<Engine> {
  const engine = await openTestEngine();
  await addModel(
    engine,
    'delays',
    'select day from DATALAKE_PRD.RAW.FLIGHTS',
    'select day, max(delay) as worst\nfrom "Datalake_Dev".raw.stg_flights f\nwhere f.day > {{ since }}',
  );
  await addModel(engine, 'airports', 'select code, city from raw.airports -- Zürich');
  return engine;
}

describe('the versions of all models', () => {
  test('are found by words, beginnings of words and names', async () => {
    const engine = await flights();
    for (const [search, expected] of [
      ['DATALAKE_PRD.RAW.FLIGHTS', ['delays v1']],
      ['datalake_prd.raw', ['delays v1']],
      ['flights', ['delays v2', 'delays v1']],
      ['fli', ['delays v2', 'delays v1']],
      ['raw', ['airports v1', 'delays v2', 'delays v1']],
      ['stg_fl', ['delays v2']],
      ['zurich CITY', ['airports v1']],
      ['"fli"', []],
      ['"max delay"', ['delays v2']],
      ['lights', []],
      ['raw nowhere', []],
    ] as const) {
      expect(names(engine, search), search).toEqual(expected);
    }
  });

  test('are found by message, tag, author and docs, and by each of these alone', async () => {
    const engine = await flights();
    await engine.models.saveDraft({
      model: 'airports',
      sql: 'select code from raw.airports',
      docs: { description: 'Where planes **land**', columns: [{ name: 'CODE', description: 'Of IATA' }] },
    });
    await engine.versions.publish(ada, { model: 'airports', message: 'Only codes', tag: 'release-7' });
    for (const [search, field] of [
      ['codes', 'message'],
      ['release-7', 'tag'],
      ['land', 'docs'],
      ['iata', 'docs'],
    ] as const) {
      expect(names(engine, search)).toEqual(['airports v2']);
      expect(names(engine, search, { in: [field] })).toEqual(['airports v2']);
      expect(names(engine, search, { in: searchFields.filter(other => other !== field) })).toEqual([]);
    }
    expect(names(engine, 'ada')).toHaveLength(4);
    expect(names(engine, 'ada', { in: ['sql', 'message'] })).toEqual([]);
    expect(names(engine, 'codes iata', { in: ['docs', 'message'] })).toEqual(['airports v2']);
  });

  test('of one model, or only the latest of each', async () => {
    const engine = await flights();
    expect(names(engine, 'raw', { model: 'delays' })).toEqual(['delays v2', 'delays v1']);
    expect(names(engine, 'raw', { latest: true })).toEqual(['airports v1', 'delays v2']);
    expect(names(engine, 'datalake_prd', { latest: true })).toEqual([]);
    expect(() => find(engine, 'raw', { model: 'delay' })).toThrow('There is no model named "delay"');
  });

  test('come in pages', async () => {
    const engine = await flights();
    const first = find(engine, 'raw', { limit: 2 });
    expect(first.hits).toHaveLength(2);
    const second = find(engine, 'raw', { limit: 2, after: first.next ?? '' });
    expect(second.hits.map(({ version }) => version.number)).toEqual([1]);
    expect(second.next).toBeNull();
  });

  test('say where, line by line', async () => {
    const engine = await flights();
    const [hit] = find(engine, 'flights since').hits;
    expect(hit).toMatchObject({
      model: { name: 'delays' },
      version: { number: 2 },
      latest: true,
      more: false,
    });
    expect(hit?.matches).toEqual([
      { field: 'sql', line: 2, text: 'from "Datalake_Dev".raw.stg_flights f', ranges: [[28, 35]] },
      { field: 'sql', line: 3, text: 'where f.day > {{ since }}', ranges: [[17, 22]] },
    ]);
  });

  test('a long line is cut around the place; many places are not all told', async () => {
    const engine = await openTestEngine();
    const columns = Array.from({ length: 300 }, (_, n) => `c${n}`).join(', ');
    await addModel(engine, 'wide', `select ${columns}, needle\r\nfrom t`);
    const [hit] = find(engine, 'needle').hits;
    expect(hit?.matches).toHaveLength(1);
    expect(hit?.matches[0]?.text).toMatch(/^.{40}needle$/);
    expect(hit?.matches[0]?.ranges).toEqual([[40, 46]]);
    await addModel(engine, 'long', `select needle\n${', needle\n'.repeat(60)}from t`);
    expect(find(engine, 'needle', { model: 'long' }).hits[0]).toMatchObject({ more: true });
  });
});

describe('the index is in step', () => {
  test('with tags that come, move and go', async () => {
    const engine = await flights();
    await engine.versions.tag(ada, { model: 'delays', version: '1', tag: 'golden', note: '', move: false });
    expect(names(engine, 'golden')).toEqual(['delays v1']);
    await engine.versions.tag(ada, { model: 'delays', version: '2', tag: 'golden', note: '', move: true });
    expect(names(engine, 'golden')).toEqual(['delays v2']);
    // What else there is to find stays.
    expect(names(engine, 'flights v1')).toEqual(['delays v1']);
    await engine.versions.untag(ada, { model: 'delays', tag: 'golden' });
    expect(names(engine, 'golden')).toEqual([]);
  });

  test('with models that are deleted, and with what was imported', async () => {
    const engine = await flights();
    const files = engine.definitions.export();
    await engine.models.remove(ada, 'delays');
    expect(names(engine, 'flights')).toEqual([]);
    expect(names(engine, 'v1')).toEqual(['airports v1']);
    await engine.definitions.import(ada, { files, plan: true, confirm_shared_targets: false });
    expect(names(engine, 'flights')).toEqual([]);
    await engine.definitions.import(ada, { files, plan: false, confirm_shared_targets: false });
    expect(names(engine, 'flights')).toEqual(['delays v2', 'delays v1']);
  });
});

test('whatever somebody types is no syntax, and no error', async () => {
  const engine = await flights();
  const odd = [
    '*',
    '(',
    '"',
    '""',
    'a AND',
    'NOT',
    'NEAR(',
    'sql:x',
    '{a}:b',
    '^a',
    "'; --",
    '😀',
    '\u0000',
    '𞤀',
    '"\\',
    '%',
  ];
  for (const search of odd) {
    expect(() => find(engine, search), search).not.toThrow();
    expect(() => engine.versions.history({ model: 'delays', search, limit: 10 }), search).not.toThrow();
  }
  const random = seededRandom(5);
  const parts = [
    'AND',
    'OR',
    'NOT',
    'NEAR',
    '(',
    ')',
    '"',
    '*',
    ':',
    '^',
    '-',
    '{',
    '}',
    'raw',
    ' ',
    '+',
    ',',
    'é',
    '\n',
    '2',
  ];
  for (let round = 0; round < 500; round++) {
    const search = Array.from({ length: 8 }, () => parts[Math.floor(random() * parts.length)]).join('');
    expect(() => find(engine, search, { in: ['sql', 'tag'] }), search).not.toThrow();
  }
  // Words of FTS5's own are words like others here.
  expect(names(engine, 'raw AND')).toEqual([]);
  expect(names(engine, 'raw OR airports')).toEqual([]);
});

test('the history of a model is searched alike', async () => {
  const engine = await flights();
  const numbers = (search: string) =>
    engine.versions.history({ model: 'delays', search, limit: 10 }).versions.map(({ number }) => number);
  expect(numbers('flights')).toEqual([2, 1]);
  expect(numbers('stg_flights')).toEqual([2]);
  expect(numbers('v1')).toEqual([1]);
  expect(numbers('airports')).toEqual([]);
  expect(numbers('(')).toEqual([]);
  expect(numbers('')).toEqual([2, 1]);
});
