import { expect, test } from 'vitest';
import { definitionChanges } from '../../../../src/renderer/features/jobs/definition-changes.ts';
import { definitionOf, formOf } from '../../../../src/renderer/features/jobs/edit/job-form.ts';
import { engineProblems, jobProblems } from '../../../../src/renderer/features/jobs/edit/job-problems.ts';
import { emptyTrigger, scheduledZone } from '../../../../src/renderer/features/jobs/edit/trigger-form.ts';
import type { Materialization } from '../../../../src/shared/contract/materialization.ts';
import { definition } from './samples.ts';

const nothingKnown = { otherNames: [], environment: undefined, tags: undefined };
const byMonth: Materialization = {
  type: 'incremental',
  strategy: 'delete_insert',
  watermark: 'DAY',
  interval: 'month',
  begin: '2001-01-01',
  time_zone: 'Europe/Berlin',
};
const form = formOf({ ...definition, materialization: byMonth });
const materialization = (changes: Partial<typeof form>) =>
  definitionOf({ ...form, ...changes }).materialization;

test('intervals stay as they are, and are left out where nothing is replaced by time', () => {
  expect(materialization({})).toEqual(byMonth);
  const { time_zone: _, ...ofSchedule } = byMonth;
  expect(materialization({ intervalZone: '' })).toEqual(ofSchedule);
  const without = { type: 'incremental', strategy: 'delete_insert', watermark: 'DAY' };
  expect(materialization({ interval: '' })).toEqual(without);
  expect(materialization({ uniqueKey: 'DAY' })).toEqual({ ...without, unique_key: ['DAY'] });
  expect(materialization({ strategy: 'append' })).toEqual({ ...without, strategy: 'append' });
});

test('what intervals need is said at its field', () => {
  expect(jobProblems({ ...form, begin: '' }, nothingKnown).missing).toEqual({
    begin: 'Missing: the day of the first interval',
  });
  expect(jobProblems({ ...form, begin: '1969-12-31' }, nothingKnown).wrong).toEqual({
    begin: 'Not before 1970-01-01',
  });
  expect(jobProblems({ ...form, watermark: '' }, nothingKnown).missing).toMatchObject({
    watermark: 'Missing: it says which interval a row is of',
  });
  expect(jobProblems(form, nothingKnown)).toEqual({ wrong: {}, missing: {} });
  const problem = { path: 'definition.materialization.time_zone', message: 'is no time zone' };
  expect(engineProblems([problem], form).fields).toEqual({ intervalZone: 'Is no time zone' });
});

test('without a time zone of its own, that of the first schedule holds', () => {
  const [job, schedule, another] = [
    emptyTrigger(0, 'job', 'Asia/Tokyo'),
    emptyTrigger(1, 'schedule', 'Europe/Berlin'),
    emptyTrigger(2, 'schedule', ''),
  ] as const;
  expect(scheduledZone([job])).toBe(undefined);
  expect(scheduledZone([job, schedule, another])).toBe('Europe/Berlin');
  expect(scheduledZone([another, schedule])).toBe('UTC');
});

test('what is different in intervals is told', () => {
  const before = { ...definition, materialization: byMonth };
  const after = {
    ...definition,
    materialization: { ...byMonth, interval: 'day' as const, begin: '2002-01-01', time_zone: undefined },
  };
  expect(definitionChanges(before, after)).toEqual([
    { what: 'By intervals', from: 'month', to: 'day' },
    { what: 'First day', from: '2001-01-01', to: '2002-01-01' },
    { what: 'Time zone of intervals', from: 'Europe/Berlin', to: null },
  ]);
});
