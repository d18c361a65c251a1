import { expect, test } from 'vitest';
import {
  filterJobs,
  isFiltered,
  jobFilterSearch,
  readJobFilter,
  runsText,
} from '../../../../src/renderer/features/jobs/job-filter.ts';
import { durationBars, medianMs } from '../../../../src/renderer/features/jobs/page/duration-bars.ts';
import { readSources, targetName } from '../../../../src/renderer/features/jobs/reads.ts';
import {
  askedVariables,
  effectiveVariables,
  usedVariables,
} from '../../../../src/renderer/features/jobs/variables.ts';
import { areaOf } from '../../../../src/renderer/parts/area-of.ts';
import type { RunState } from '../../../../src/shared/domain/run-state.ts';
import { summary } from './samples.ts';

const prod = {
  ...summary,
  id: 2,
  name: 'daily_delays_prod',
  environment: 'prod',
  environment_id: 3,
  target: 'ANALYTICS_PRD.MARTS.DAILY_DELAYS',
};
const routes = { ...summary, id: 3, name: 'routes_dev', model: 'routes', model_id: 8, target: null };

test('a filter survives its way through the address', () => {
  const filter = { text: 'daily', environments: ['1', 'prod'], models: ['7'] };
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(jobFilterSearch(filter))) search.set(key, value ?? '');
  expect(readJobFilter(search)).toEqual(filter);
  expect(isFiltered(readJobFilter(new URLSearchParams()))).toBe(false);
});

test('jobs are found by all words, by environment and model, the two by id or name', () => {
  const jobs = [summary, prod, routes];
  const found = (search: string) =>
    filterJobs(jobs, readJobFilter(new URLSearchParams(search))).map(({ id }) => id);
  expect(found('q=DELAYS dev')).toEqual([1]);
  expect(found('environment=prod')).toEqual([2]);
  expect(found('environment=1&model=routes')).toEqual([3]);
  expect(found('environment=1,3&model=7')).toEqual([1, 2]);
  expect(filterJobs(jobs, readJobFilter(new URLSearchParams()))).toBe(jobs);
});

test('what a job runs says tag and version once', () => {
  expect(runsText({ runs: 'v2', runs_version: 2 })).toBe('v2');
  expect(runsText({ runs: 'latest', runs_version: 4 })).toBe('latest → v4');
  expect(runsText({ runs: 'latest', runs_version: null })).toBe('latest');
  expect(runsText({ runs: null, runs_version: null })).toBe('–');
});

test('rules of the job win over those of the environment; the same name is told once', () => {
  const source = { database: 'LAKE', schema: 'RAW', name: 'FLIGHTS' };
  const environment = { database: 'A', schema: 'B', source_mapping: { LAKE: 'LAKE_PRD' } };
  expect(readSources([source, source], environment, {})).toEqual([
    { written: 'LAKE.RAW.FLIGHTS', reads: 'LAKE_PRD.RAW.FLIGHTS' },
  ]);
  expect(readSources([source], environment, { 'LAKE.RAW.FLIGHTS': 'T.T.T' })[0]?.reads).toBe('T.T.T');
  const short = { database: '', schema: '', name: 'AIRPORTS' };
  expect(readSources([short], environment, {})[0]?.written).toBe('A.B.AIRPORTS');
});

test('a target without a part that nobody gives has no name', () => {
  const place = { database: 'A', schema: null };
  expect(targetName({ table: 't' }, place)).toBeUndefined();
  expect(targetName({ schema: 's', table: 't' }, place)).toBe('A.S.T');
  expect(targetName({ schema: 's.x', table: 't' }, place)).toBeUndefined();
});

test('the nearest value of a variable wins and says over what', () => {
  expect(
    effectiveVariables([
      { level: 'workspace', variables: { region: 'EU', late: 15 } },
      { level: 'environment', variables: { region: 'US' } },
      { level: 'job', variables: { region: 'BR' } },
    ]),
  ).toEqual([
    { name: 'late', value: 15, from: 'workspace', over: [] },
    {
      name: 'region',
      value: 'BR',
      from: 'job',
      over: [
        { from: 'environment', value: 'US' },
        { from: 'workspace', value: 'EU' },
      ],
    },
  ]);
});

test('a placeholder in a comment or a text is none', () => {
  expect(usedVariables("select {{ a }}, {{b}}, {{ a }} -- {{ c }}\nfrom t where x = '{{ d }}'")).toEqual([
    'a',
    'b',
  ]);
});

test('a run asks for the variables of its checks and conditions too, and not for what it knows by itself', () => {
  const sql = 'select {{ a }} from t where x >= {{ start_ts }} and {{ is_incremental }}';
  const quality = {
    checks: [
      { check: 'unique' as const, columns: ['A'] },
      { check: 'sql' as const, name: 'late', sql: 'select {{ a }} from {{ this }} where y > {{ most }}' },
    ],
    conditions: [
      { freshness: { source: 'T', within: '1 day' } },
      {
        quality: {
          check: 'sql' as const,
          name: 'old',
          source: 'T',
          sql: 'select {{ least }} from {{ this }}',
        },
      },
    ],
  };
  expect(askedVariables(sql, { incremental: true, ...quality })).toEqual(['a', 'most', 'least']);
  expect(askedVariables(sql, { incremental: false })).toEqual(['a', 'start_ts', 'is_incremental']);
});

const run = (id: number, state: RunState, ms: number | null) => ({
  id,
  state,
  failure_code: null,
  times: {
    created_at: '2026-11-21T06:00:00.000Z',
    claimed_at: ms === null ? null : '2026-11-21T06:00:00.000Z',
    nominal_at: null,
    due_at: null,
    submitted_at: null,
    retry_at: null,
    ended_at: ms === null ? null : new Date(Date.UTC(2026, 10, 21, 6) + ms).toISOString(),
  },
});

test('durations are drawn from the oldest on, the longest highest, and nothing is invisible', () => {
  const bars = durationBars([run(3, 'pending', null), run(2, 'failed', 500), run(1, 'completed', 1_000)]);
  expect(bars.map(({ id, height }) => [id, height])).toEqual([
    [1, 1],
    [2, 0.5],
    [3, 0.08],
  ]);
});

test('the median is of completed runs alone', () => {
  expect(medianMs([run(1, 'failed', 9_000)])).toBeNull();
  expect(medianMs([run(1, 'completed', 100), run(2, 'completed', 300), run(3, 'failed', 9_000)])).toBe(200);
});

test('an address belongs to an area, whatever is asked of it', () => {
  expect(areaOf('/runs?job=3')).toBe('runs');
  expect(areaOf('/jobs/3/history')).toBe('jobs');
  expect(areaOf('/')).toBe('');
});
