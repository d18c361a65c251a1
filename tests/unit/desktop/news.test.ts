import { describe, expect, test } from 'vitest';
import { failureNews, messageNews, wakeNews } from '../../../src/main/desktop/news.ts';
import type { WakePlan } from '../../../src/shared/contract/fires.ts';
import type { NotificationMessage } from '../../../src/shared/contract/notifications.ts';
import { run } from '../renderer/runs/samples.ts';

const failed = (id: number, job: string, failure: string | null = 'no such column') =>
  run(id, { job, state: 'failed', failure });

function plan(changes: Partial<WakePlan>): WakePlan {
  return {
    woke_at: '2026-11-21T06:00:00.000Z',
    away: 'asleep',
    since: '2026-11-20T22:00:00.000Z',
    fires: 0,
    dispatched: 0,
    coalesced: 0,
    skipped: 0,
    missed: 0,
    dismissed: false,
    jobs: [],
    ...changes,
  };
}

const item = (job: string): WakePlan['jobs'][number] => ({
  ...plan({ fires: 1, dispatched: 1 }),
  job,
  job_id: 1,
  environment: 'prod',
  until: '2026-11-21T05:00:00.000Z',
  runs: [],
  active: 0,
  ran_since: null,
});

describe('failed runs', () => {
  test('are told one by one, three at most', () => {
    expect(failureNews([failed(4, 'a'), failed(3, 'b', null)])).toEqual([
      { title: 'Run #4 of a failed', body: 'no such column', target: { type: 'open_run', run: 4 } },
      { title: 'Run #3 of b failed', body: '', target: { type: 'open_run', run: 3 } },
    ]);
    const many = [5, 4, 3, 2, 1].map(id => failed(id, `job${id}`));
    expect(failureNews(many)).toEqual([
      {
        title: '5 runs failed: job5, job4, job3 and 2 more',
        body: 'Click to see the runs.',
        target: { type: 'open_runs' },
      },
    ]);
  });

  test('keep their message short', () => {
    const [news] = failureNews([failed(1, 'a', 'x'.repeat(5_000))]);
    expect(news?.body).toHaveLength(200);
  });
});

describe('an absence', () => {
  test('in which nothing was due is not told', () => {
    expect(wakeNews(plan({}))).toBeNull();
  });

  test('is told with what becomes of its fires', () => {
    const fires = { fires: 5, dispatched: 2, coalesced: 3 };
    expect(wakeNews(plan({ ...fires, jobs: [item('a'), item('b')] }))).toMatchObject({
      title: '5 fires missed: runs 2, coalesces 3',
      body: 'The machine slept: a, b',
    });
    const year = { fires: 525_600, dispatched: 1, coalesced: 1_439, skipped: 0, missed: 524_160 };
    const jobs = ['a', 'b', 'c', 'd', 'e'].map(item);
    expect(wakeNews(plan({ ...year, away: 'not_running', jobs }))).toMatchObject({
      title: '525,600 fires missed: runs 1, coalesces 1,439, leaves out 524,160',
      body: 'Slipway was not running: a, b, c and 2 more',
    });
    expect(wakeNews(plan({ fires: 1, skipped: 1, jobs: [item('a')] }))?.title).toBe('1 fire missed: skips 1');
  });
});

describe('messages of desktop channels', () => {
  const message = (text: string, changes: Partial<NotificationMessage> = {}): NotificationMessage => ({
    id: '0d9f',
    time: '2026-11-21T06:00:00.000Z',
    kind: 'failure',
    count: 1,
    job: 'daily',
    run: 12,
    environment: 'prod',
    state: 'failed',
    message: text,
    lines: [text],
    link: 'slipway://run/12',
    ...changes,
  });

  test('say what it is about first, then the rest; they open the run', () => {
    expect(messageNews(message('daily #12 failed: no such column: c1'))).toEqual({
      title: 'daily #12 failed',
      body: 'no such column: c1',
      target: { type: 'open_run', run: 12 },
    });
    expect(messageNews(message('daily #12 completed'))).toMatchObject({
      title: 'daily #12 completed',
      body: '',
    });
  });

  test('about several things list them', () => {
    const lines = ['a #1 failed: x', 'b #2 failed: y'];
    expect(
      messageNews(message('in prod: 2 events: 2 failed', { count: 2, run: null, link: null, lines })),
    ).toEqual({
      title: 'in prod: 2 events: 2 failed',
      body: 'a #1 failed: x\nb #2 failed: y',
      target: { type: 'open_deliveries' },
    });
  });

  test('are short, and open the plan where fires were missed', () => {
    const news = messageNews(
      message(`${'j'.repeat(300)}: ${'x'.repeat(300)}`, { run: null, kind: 'missed' }),
    );
    expect([news.title.length, news.body.length]).toEqual([120, 200]);
    expect(news.target).toEqual({ type: 'open_wake_plan' });
  });
});
