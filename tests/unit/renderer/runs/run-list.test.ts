import { expect, test, vi } from 'vitest';
import {
  createRunList,
  pageRows,
  type RunSource,
} from '../../../../src/renderer/features/runs/list/run-list.ts';
import { withHead, withPage, withRun } from '../../../../src/renderer/features/runs/list/run-rows.ts';
import { run, until } from './samples.ts';

const ids = (rows: readonly { id: number }[]) => rows.map(({ id }) => id);
/** Runs from the newest to the oldest, both included. */
const down = (from: number, to: number) =>
  Array.from({ length: from - to + 1 }, (_, index) => run(from - index));

test('the newest page goes on top; older rows stay', () => {
  const known = down(5, 1);
  const head = { runs: [run(6), run(5, { state: 'failed' }), run(4)], next: '4' };
  const { rows, gap } = withHead(known, head, 3);
  expect(ids(rows)).toEqual([6, 5, 4, 3, 2, 1]);
  expect(rows[1]?.state).toBe('failed');
  expect(gap).toBe(false);
});

test('a run that no longer fits leaves with the newest page', () => {
  expect(ids(withHead(down(5, 1), { runs: [run(5), run(3)], next: '3' }, 2).rows)).toEqual([5, 3, 2, 1]);
});

test('where there may be runs between the page and the known rows, only the page is true', () => {
  const head = { runs: down(20, 18), next: '18' };
  expect(withHead(down(5, 1), head, 3)).toEqual({ rows: head.runs, gap: true });
});

test('a page that has everything is everything', () => {
  expect(ids(withHead(down(5, 1), { runs: [run(9)], next: null }, 3).rows)).toEqual([9]);
});

test('an older page goes to the end, without doubles', () => {
  expect(ids(withPage(down(5, 4), { runs: down(4, 2), next: '2' }))).toEqual([5, 4, 3, 2]);
});

test('a changed run keeps its place, or leaves when its state is not asked for', () => {
  const rows = down(3, 1);
  const changed = run(2, { state: 'failed' });
  expect(ids(withRun(rows, changed, undefined))).toEqual([3, 2, 1]);
  expect(withRun(rows, changed, ['failed'])[1]).toBe(changed);
  expect(ids(withRun(rows, changed, ['running']))).toEqual([3, 1]);
});

const source = (changes: Partial<RunSource> = {}): RunSource => ({
  page: () => Promise.resolve({ runs: [], next: null }),
  run: id => Promise.resolve(run(id)),
  states: undefined,
  ...changes,
});

test('short pages are followed until there is a screenful or nothing older', async () => {
  const page = vi
    .fn<RunSource['page']>()
    .mockResolvedValueOnce({ runs: [], next: '50' })
    .mockResolvedValueOnce({ runs: [run(40)], next: '30' })
    .mockResolvedValueOnce({ runs: [run(20)], next: null });
  const list = createRunList(source({ page }));
  list.takeHead({ runs: [run(90)], next: '80' });
  await until(list, () => list.state().complete);
  expect(ids(list.state().rows)).toEqual([90, 40, 20]);
  expect(page.mock.calls.map(([after]) => after)).toEqual(['80', '50', '30']);
});

test('older runs are fetched only when they are wanted, once', async () => {
  const older = Promise.withResolvers<{ runs: ReturnType<typeof down>; next: null }>();
  const page = vi.fn<RunSource['page']>(() => older.promise);
  const list = createRunList(source({ page }));
  list.takeHead({ runs: down(300, 301 - pageRows), next: 'x' });
  expect(page).not.toHaveBeenCalled();
  list.more();
  list.more();
  expect(page).toHaveBeenCalledTimes(1);
  expect(list.state().loading).toBe(true);
  older.resolve({ runs: down(200, 150), next: null });
  await until(list, () => !list.state().loading);
  expect(list.state()).toMatchObject({ complete: true, error: undefined });
  expect(list.state().rows).toHaveLength(pageRows + 51);
});

test('a failure to fetch older runs keeps what is there and can be tried again', async () => {
  const failure = new Error('gone');
  const page = vi
    .fn<RunSource['page']>()
    .mockRejectedValueOnce(failure)
    .mockResolvedValueOnce({ runs: [run(1)], next: null });
  const list = createRunList(source({ page }));
  list.takeHead({ runs: [run(9)], next: 'x' });
  await until(list, () => list.state().error !== undefined && !list.state().loading);
  expect(ids(list.state().rows)).toEqual([9]);
  list.more();
  await until(list, () => list.state().complete);
  expect(list.state().error).toBeUndefined();
  expect(ids(list.state().rows)).toEqual([9, 1]);
});

test('changes among the newest come with the next page, older rows are asked for one by one', async () => {
  const asked: number[] = [];
  const list = createRunList(
    source({
      run: id => {
        asked.push(id);
        return Promise.resolve(run(id, { state: 'cancelled' }));
      },
      page: () => Promise.resolve({ runs: down(5, 1), next: null }),
    }),
  );
  list.takeHead({ runs: down(8, 6), next: '6' });
  await until(list, () => list.state().complete);
  await list.changed([7, 3, 99]);
  expect(asked).toEqual([3]);
  expect(list.state().rows.find(({ id }) => id === 3)?.state).toBe('cancelled');
});
