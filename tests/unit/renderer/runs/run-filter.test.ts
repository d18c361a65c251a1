import { expect, test } from 'vitest';
import {
  fromLocalInput,
  isFiltered,
  localInput,
  noRunFilter,
  readRunFilter,
  runFilterProblems,
  runFilterSearch,
  runListInput,
} from '../../../../src/renderer/features/runs/list/run-filter.ts';
import { at } from './samples.ts';

const read = (text: string) => readRunFilter(new URLSearchParams(text));

test('a filter survives its way through the address', () => {
  const filter = read('q=late&state=failed,running&job=3&environment=prod&trigger=api&since=24h&drafts=1');
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(runFilterSearch(filter))) search.set(key, value ?? '');
  expect(readRunFilter(search)).toEqual(filter);
  expect(isFiltered(filter)).toBe(true);
});

test('what an address says that is no filter is left out', () => {
  const filter = read('state=sleeping,failed&trigger=moon&since=yesterday&drafts=yes&job=');
  expect(filter).toEqual({ ...read(''), states: ['failed'] });
  expect(isFiltered(read(''))).toBe(false);
  expect(new Set(Object.values(noRunFilter))).toEqual(new Set([null]));
});

test('a span of time ends now and takes the place of a range', () => {
  const nowMs = Date.parse(at(0));
  expect(runListInput(read('since=1h'), nowMs)).toEqual({ since: at(-3_600_000) });
  expect(runFilterSearch({ span: '7d' })).toEqual({ since: '7d', until: null });
});

test('a range by hand is asked for as it was given', () => {
  const filter = read(`since=${at(0)}&until=${at(1_000)}`);
  expect(filter.span).toBeNull();
  expect(runListInput(filter, 0)).toEqual({ since: at(0), until: at(1_000) });
});

test('only what is filtered by is asked for', () => {
  expect(runListInput(read(''), 0)).toEqual({});
  expect(runListInput(read('q=%20daily%20&model=7&drafts=1&state=failed'), 0)).toEqual({
    search: 'daily',
    model: '7',
    draft: true,
    state: ['failed'],
  });
});

test('a field for date and time gives back what it was given, to the minute', () => {
  expect(fromLocalInput(localInput(at(0)))).toBe(at(0));
  expect(localInput(null)).toBe('');
  expect(fromLocalInput('')).toBeNull();
});

test('an address that asks for what cannot be is told so', () => {
  const problems = (text: string) => runFilterProblems(new URLSearchParams(text));
  expect(problems('state=failed,running&trigger=api&since=24h&until=2026-11-21T06:00:00Z&q=x&job=3')).toEqual(
    [],
  );
  expect(problems('')).toEqual([]);
  expect(problems('state=bogus,failed')[0]).toMatch(
    /^state: no run is "bogus"; there are "pending", "running"/,
  );
  expect(problems('trigger=moon')[0]).toMatch(/^trigger: there is no "moon"/);
  expect(problems('since=2026-13-45&until=24h').map(problem => problem.split(' is not')[0])).toEqual([
    'since: "2026-13-45"',
    'until: "24h"',
  ]);
  expect(problems('since=toString')).toHaveLength(1);
});
