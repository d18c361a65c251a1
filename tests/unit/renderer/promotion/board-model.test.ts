import { describe, expect, test } from 'vitest';
import {
  boardLines,
  columnSummaries,
  filterBoard,
  isShownKind,
  summaryText,
} from '../../../../src/renderer/features/promotion/board/board-model.ts';
import { board, cell, model } from './support.ts';

const run = (state: 'completed' | 'failed') => ({ id: 1, state, version: 1, ended_at: null });
const pending = (state: 'awaiting_approval' | 'applied') => ({
  id: 7,
  state,
  to: { tag: 'v2', version: 2 },
});

describe('the rows of the board', () => {
  test('have the cells in the order of the environments, null where there is no job', () => {
    const [dev, prod] = [cell('dev'), cell('prod')];
    const lines = boardLines(board([model('orders', [prod, dev]), model('idle', [])]));
    expect(lines.map(({ key, first, cells }) => ({ key, first, cells }))).toEqual([
      { key: '6-0', first: true, cells: [dev, null, prod] },
      { key: '4-0', first: true, cells: [null, null, null] },
    ]);
  });

  test('are several where a model has several jobs in an environment', () => {
    const [a, b, prod] = [cell('dev', { job: 'a' }), cell('dev', { job: 'b' }), cell('prod')];
    const lines = boardLines(board([model('orders', [a, b, prod])]));
    expect(lines.map(({ first, cells }) => ({ first, cells }))).toEqual([
      { first: true, cells: [a, null, prod] },
      { first: false, cells: [b, undefined, undefined] },
    ]);
  });
});

describe('the filter', () => {
  const orders = model('orders', [cell('prod', { job: 'nightly', drift: 'behind', behind_by: 1 })]);
  const flights = model('stg_flights', [cell('dev', { last_run: run('failed') })]);
  const delays = model('delays', [cell('test', { pending: pending('awaiting_approval') })]);
  const fresh = model('fresh', [cell('dev', { drift: 'not_run_yet' })], { tags: [] });
  const models = [orders, flights, delays, fresh];

  test('finds all words in name, tags and jobs', () => {
    expect(filterBoard(models, '  STG  flights', 'all')).toEqual([flights]);
    expect(filterBoard(models, 'nightly ord', 'all')).toEqual([orders]);
    expect(filterBoard(models, 'stable', 'all')).toEqual([orders, flights, delays]);
    expect(filterBoard(models, 'nothing', 'all')).toEqual([]);
  });

  test('keeps the very same list where nothing is asked', () => {
    expect(filterBoard(models, ' ', 'all')).toBe(models);
  });

  test('narrows to what wants to be looked at', () => {
    expect(filterBoard(models, '', 'drift')).toEqual([orders, fresh]);
    expect(filterBoard(models, '', 'failed')).toEqual([flights]);
    expect(filterBoard(models, '', 'waiting')).toEqual([delays]);
    expect(filterBoard(models, 'orders', 'failed')).toEqual([]);
  });

  test('knows its kinds', () => {
    expect([isShownKind('drift'), isShownKind('other'), isShownKind(null)]).toEqual([true, false, false]);
  });
});

describe('the summary of an environment', () => {
  test('counts what wants to be looked at', () => {
    const models = [
      model('a', [
        cell('prod', { drift: 'not_run_yet', behind_by: 2, last_run: run('failed') }),
        cell('dev'),
      ]),
      model('b', [cell('prod', { drift: 'behind', behind_by: 1, pending: pending('awaiting_approval') })]),
      model('c', [cell('prod', { pending: pending('applied') }), cell('gone')]),
    ];
    const [dev, , prod] = columnSummaries(board(models));
    expect(dev).toEqual({ behind: 0, notRun: 0, waiting: 0, failed: 0 });
    expect(prod).toEqual({ behind: 2, notRun: 1, waiting: 1, failed: 1 });
  });

  test('says the most urgent first, and nothing where all is well', () => {
    expect(summaryText({ behind: 2, notRun: 1, waiting: 3, failed: 1 })).toBe(
      '1 failed · 3 waiting · 1 not run yet · 2 behind',
    );
    expect(summaryText({ behind: 0, notRun: 0, waiting: 0, failed: 0 })).toBe('');
  });
});
