import { expect, test } from 'vitest';
import { partOf, queryTag, requestIdOf, scriptMark } from '../../../../src/main/executors/snowflake/tags.ts';

const tag = { workspace: 'w-1', job: 'daily', run: 7, attempt: 2, step: 'build' };
const script = '6b1f0a5e-3f0c-4d7e-9a64-3a2f0f0c9d11';

test('a tag tells on whose behalf a statement runs', () => {
  expect(JSON.parse(queryTag(tag, { script, statement: 1, of: 1 }))).toEqual({
    app: 'slipway',
    workspace: 'w-1',
    job: 'daily',
    run: 7,
    attempt: 2,
    step: 'build',
    script,
  });
  expect(JSON.parse(queryTag(undefined))).toEqual({ app: 'slipway' });
});

test('a tag fits into 2,000 characters, and stays JSON that names its script', () => {
  const long = queryTag(
    { ...tag, job: '"ü'.repeat(3_000), step: 'x'.repeat(3_000) },
    { script, statement: 3, of: 4 },
  );
  expect(long.length).toBeLessThanOrEqual(2_000);
  expect(partOf(long)).toEqual({ script, statement: 3, of: 4 });
  expect(long).toContain(scriptMark(script));
});

test('tags of others are no tags of ours', () => {
  for (const text of [
    '',
    'nightly',
    '{"app":"dbt"}',
    '{"app":"slipway"}',
    'null',
    '[]',
    '{"app":"slipway","script":1}',
  ]) {
    expect(partOf(text)).toBeNull();
  }
});

test('the request id of a statement is our own id, or always the same one made of it', () => {
  expect(requestIdOf({ script: script.toUpperCase(), statement: 1, of: 1 })).toBe(script);
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  const ids = [1, 2, 3].map(statement => requestIdOf({ script, statement, of: 3 }));
  for (const id of ids) expect(id).toMatch(uuid);
  expect(new Set(ids).size).toBe(3);
  expect(requestIdOf({ script, statement: 2, of: 3 })).toBe(ids[1]);
  expect(requestIdOf({ script: 'query-1', statement: 1, of: 1 })).toMatch(uuid);
});
