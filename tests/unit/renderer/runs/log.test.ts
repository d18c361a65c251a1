import { expect, test } from 'vitest';
import {
  filterLines,
  lineTime,
  logText,
  marked,
} from '../../../../src/renderer/features/runs/log/log-lines.ts';
import { createRunFeed } from '../../../../src/renderer/features/runs/log/run-feed.ts';
import type { RunUpdate } from '../../../../src/shared/contract/runs.ts';
import { at, line, until } from './samples.ts';

const lines = [
  line(1, 'Reads FLIGHTS', { level: 'debug' }),
  line(2, 'Building table', { step: 'build' }),
  line(3, 'Disk is nearly full', { level: 'warn', step: 'build' }),
];

test('lines are filtered by level and by all words, the step included', () => {
  const found = (level: 'debug' | 'info' | 'warn', search: string) =>
    filterLines(lines, level, search).map(({ seq }) => seq);
  expect(filterLines(lines, 'debug', ' ')).toBe(lines);
  expect(found('info', '')).toEqual([2, 3]);
  expect(found('debug', 'BUILD full')).toEqual([3]);
  expect(found('warn', 'flights')).toEqual([]);
});

test('words of a search are marked wherever they are, as they are written', () => {
  expect(marked('a.b A.B axb', 'a.b')).toEqual([
    { text: 'a.b', found: true },
    { text: ' ', found: false },
    { text: 'A.B', found: true },
    { text: ' axb', found: false },
  ]);
  expect(marked('text', '')).toEqual([{ text: 'text', found: false }]);
});

test('times are told in UTC or since the start', () => {
  const startMs = Date.parse(at(0));
  expect(lineTime(at(1_234), 'utc', startMs)).toBe('06:00:01.234');
  expect(lineTime(at(62_345), 'relative', startMs)).toBe('+1:02.345');
  expect(lineTime(at(3_723_004), 'relative', startMs)).toBe('+1:02:03.004');
  expect(lineTime(at(-5), 'relative', startMs)).toBe('+0:00.000');
});

test('a log as a file has UTC times, levels and steps', () => {
  expect(logText(lines.slice(1))).toBe(
    `${at(2)} INFO  [build] Building table\n${at(3)} WARN  [build] Disk is nearly full\n`,
  );
});

async function* updates(...list: (RunUpdate | Error)[]): AsyncGenerator<RunUpdate> {
  for (const update of list) {
    if (update instanceof Error) throw update;
    yield await Promise.resolve(update);
  }
}

test('a feed that is cut off goes on after the last line, without gaps and without doubles', async () => {
  const asked: number[] = [];
  const streams = [
    updates({ type: 'log', lines: lines.slice(0, 2) }, new Error('gone')),
    updates({ type: 'log', lines: lines.slice(1) }),
    updates({ type: 'ended', state: 'completed' }),
  ];
  const feed = createRunFeed({
    follow: after => {
      asked.push(after);
      return Promise.resolve(streams.shift() ?? updates());
    },
    tryAgain: () => Promise.resolve(true),
  });
  feed.start();
  await until(feed, () => feed.state().ended);
  expect(asked).toEqual([0, 2, 3]);
  expect(feed.state()).toMatchObject({ lines, state: 'completed', progress: null, error: undefined });
});

test('a feed that cannot go on says why, and can be started again', async () => {
  const broken = new Error('not there');
  const streams = [updates(broken), updates({ type: 'ended', state: 'failed' })];
  const feed = createRunFeed({
    follow: () => Promise.resolve(streams.shift() ?? updates()),
    tryAgain: () => Promise.resolve(false),
  });
  feed.start();
  await until(feed, () => feed.state().error !== undefined);
  expect(feed.state().error).toBe(broken);
  feed.start();
  await until(feed, () => feed.state().ended);
  expect(feed.state().error).toBeUndefined();
});
