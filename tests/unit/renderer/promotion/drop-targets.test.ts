import { describe, expect, test } from 'vitest';
import {
  carriedFrom,
  findCell,
  latestTag,
  refusal,
  tagChoices,
} from '../../../../src/renderer/features/promotion/board/drop-targets.ts';
import { board, cell, model } from './support.ts';

const prod = cell('prod');
const dev = cell('dev', { runs: { tag: 'v2', version: 2 } });
const orders = model('orders', [dev, prod]);

describe('what is carried', () => {
  test('is the tag a job runs', () => {
    expect(carriedFrom(orders, dev.runs)).toEqual({ modelId: 6, tag: 'v2', version: 2 });
  });

  test('is nothing where the job follows the latest version or runs nothing', () => {
    expect(carriedFrom(orders, { tag: 'latest', version: 2 })).toBeUndefined();
    expect(carriedFrom(orders, { tag: null, version: null })).toBeUndefined();
  });

  test('is from the name the tag of the latest version, first the one that says it', () => {
    expect(latestTag(orders)?.tag).toBe('v2');
    const tags = [
      { name: 'stable', version: 2 },
      { name: 'v2', version: 2 },
    ];
    expect(latestTag({ ...orders, tags })?.tag).toBe('v2');
    expect(latestTag({ ...orders, tags: tags.slice(0, 1) })?.tag).toBe('stable');
    expect(latestTag({ ...orders, latest_version: 3 })).toBeUndefined();
  });
});

test('a tag is refused by other models, without a job, and where it runs', () => {
  const carried = { modelId: 6, tag: 'v2', version: 2 };
  expect(refusal(carried, orders, prod)).toBeUndefined();
  expect(refusal(carried, orders, dev)).toBe('runs here already');
  expect(refusal(carried, orders, null)).toBe('no job builds it here');
  expect(refusal(carried, model('flights', []), prod)).toBe('v2 is not of flights');
  // A tag that was moved is another version: promoting it again changes something.
  expect(refusal({ ...carried, version: 3 }, orders, dev)).toBeUndefined();
});

describe('the tags to choose from', () => {
  test('are newest first, with where they run and why they cannot be chosen', () => {
    expect(tagChoices(board([orders]), orders, prod)).toEqual([
      { tag: 'v2', version: 2, isLatest: true, runsIn: ['dev'], refused: undefined },
      { tag: 'stable', version: 1, isLatest: false, runsIn: [], refused: undefined },
      { tag: 'v1', version: 1, isLatest: false, runsIn: ['prod'], refused: 'runs here already' },
    ]);
  });

  test('end with following the latest version, but not in protected environments', () => {
    const last = (choices: ReturnType<typeof tagChoices>) => choices.at(-1);
    expect(last(tagChoices(board([orders]), orders, dev))).toMatchObject({ tag: 'latest', version: 2 });
    expect(last(tagChoices(board([orders]), orders, prod))?.tag).toBe('v1');
    const following = cell('dev', { runs: { tag: 'latest', version: 2 } });
    expect(last(tagChoices(board([orders]), orders, following))?.refused).toBe('runs here already');
  });

  test('are none before anything was published', () => {
    const unpublished = { ...orders, latest_version: null, tags: [] };
    expect(tagChoices(board([unpublished]), unpublished, dev)).toEqual([]);
  });
});

describe('the cell of an address', () => {
  const second = cell('dev', { job: 'other', job_id: 12 });
  const whole = board([model('orders', [dev, second]), model('flights', [])]);

  test('is found by names in any case, and by ids', () => {
    expect(findCell(whole, { model: 'ORDERS', environment: 'Dev' })?.cell).toBe(dev);
    expect(findCell(whole, { model: '6', environment: '1' })?.cell).toBe(dev);
  });

  test('is that of the job where one is named', () => {
    expect(findCell(whole, { model: 'orders', environment: 'dev', job: 'other' })?.cell).toBe(second);
    expect(findCell(whole, { model: 'orders', environment: 'dev', job: '12' })?.cell).toBe(second);
  });

  test('is empty without a job, and unknown for other names', () => {
    expect(findCell(whole, { model: 'flights', environment: 'dev' })).toMatchObject({ cell: null });
    expect(findCell(whole, { model: 'orders', environment: 'dev', job: 'gone' })).toMatchObject({
      cell: null,
    });
    expect(findCell(whole, { model: 'orders', environment: 'qa' })).toBeUndefined();
    expect(findCell(whole, { model: 'gone', environment: 'dev' })).toBeUndefined();
  });
});
