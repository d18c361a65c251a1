import { expect, test } from 'vitest';
import { createRunNews, failureNotices } from '../../../../src/renderer/frame/run-news.ts';
import type { NewNotice } from '../../../../src/renderer/ui/notice-list.ts';
import type { RunSummary } from '../../../../src/shared/contract/runs.ts';
import { at, run } from '../runs/samples.ts';

function setUp(runs: RunSummary[]) {
  const engine = new Map(runs.map(each => [each.id, each]));
  const announced: string[] = [];
  const notices: NewNotice[] = [];
  const news = createRunNews({
    run: async id => engine.get(id),
    page: async ({ state, draft = false, limit, after }) => {
      const fitting = [...engine.values()]
        .filter(each => state.includes(each.state) && each.draft === draft)
        .filter(each => after === undefined || each.id < Number(after))
        .toSorted((a, b) => b.id - a.id);
      const page = fitting.slice(0, limit);
      return { runs: page, next: fitting.length > limit ? String(page.at(-1)?.id) : null };
    },
    wordOf: state => state,
    announce: text => void announced.push(text),
    notify: notice => void notices.push(notice),
  });
  const put = (id: number, changes: Partial<RunSummary>) =>
    engine.set(id, run(id, { ...engine.get(id), ...changes }));
  return { news, announced, notices, put };
}

const failed = (id: number, job: string, changes: Partial<RunSummary> = {}) =>
  run(id, { job, state: 'failed', failure: `no ${job}`, ...changes });

test('a failed run is a notice, once', async () => {
  const { news, announced, notices, put } = setUp([run(4, { state: 'running' })]);
  await news.start();
  await news.changed([4]);
  expect(announced).toEqual([]);
  put(4, { state: 'failed', failure: 'no such column' });
  await news.changed([4]);
  await news.changed([4]);
  expect(announced).toEqual(['Run 4 of daily_delays_dev: failed']);
  expect(notices).toEqual([
    {
      tone: 'danger',
      title: 'Run #4 of daily_delays_dev failed',
      message: 'no such column',
      href: '/runs/4',
    },
  ]);
});

test('many failed runs are one notice that leads to them', async () => {
  const ids = [1, 2, 3, 4, 5];
  const jobs = ['a', 'b', 'c', 'd', 'e'];
  const { news, announced, notices } = setUp(
    ids.map(id =>
      failed(id, jobs[id - 1] ?? '', { times: { ...run(id).times, created_at: at(id * 1_000) } }),
    ),
  );
  await news.changed([...ids, 99]);
  await news.changed(ids);
  expect(announced[0]).toBe('6 runs changed, 5 of them failed');
  expect(notices).toEqual([
    {
      tone: 'danger',
      title: '5 runs failed: e, d, c and 2 more',
      message: undefined,
      href: `/runs?${new URLSearchParams({ state: 'failed', since: at(1_000), until: at(5_001) }).toString()}`,
    },
  ]);
});

test('of many runs that changed only those are told that failed now', async () => {
  const { news, notices } = setUp([failed(1, 'old'), ...[2, 3, 4, 5].map(id => run(id)), failed(6, 'new')]);
  await news.changed([2, 3, 4, 5, 6]);
  expect(notices.map(({ title }) => title)).toEqual(['Run #6 of new failed']);
});

test('failed runs are found however many others failed since', async () => {
  const later = Array.from({ length: 1_200 }, (_, index) => failed(100 + index, 'other'));
  const { news, notices } = setUp([...later, ...[1, 2, 3, 4].map(id => failed(id, 'mine'))]);
  await news.changed([1, 2, 3, 4]);
  expect(notices.map(({ title }) => title)).toEqual(['4 runs of mine failed']);
});

test('a run that was under way before the engine was started again is told of', async () => {
  const { news, announced, notices, put } = setUp([
    run(4, { state: 'running' }),
    run(5, { state: 'pending' }),
  ]);
  await news.start();
  put(4, { state: 'failed', failure: 'lost' });
  put(5, { state: 'running' });
  put(6, { state: 'running' });
  await news.missed();
  expect(announced).toEqual(['Run 4 of daily_delays_dev: failed', 'Run 5 of daily_delays_dev: running']);
  expect(notices.map(({ href }) => href)).toEqual(['/runs/4']);
  // What was learned on the way is known from then on.
  put(6, { state: 'completed' });
  await news.missed();
  expect(announced.at(-1)).toBe('Run 6 of daily_delays_dev: completed');
});

test('draft runs that failed have a list of their own', () => {
  const runs = [
    ...[1, 2, 3, 4].map(id => failed(id, 'a')),
    ...[5, 6, 7, 8].map(id => failed(id, 'b', { draft: true })),
  ];
  const notices = failureNotices(runs);
  expect(notices.map(({ title, message }) => [title, message])).toEqual([
    ['4 runs of a failed', 'no a'],
    ['4 runs of b failed', 'no b'],
  ]);
  expect(notices.map(({ href }) => href?.includes('drafts=1'))).toEqual([false, true]);
});
