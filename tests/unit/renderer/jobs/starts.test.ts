import { expect, test } from 'vitest';
import { definitionChanges } from '../../../../src/renderer/features/jobs/definition-changes.ts';
import { definitionYaml } from '../../../../src/renderer/features/jobs/definition-text.ts';
import { definitionOf, emptyJob, formOf } from '../../../../src/renderer/features/jobs/edit/job-form.ts';
import { engineProblems, jobProblems } from '../../../../src/renderer/features/jobs/edit/job-problems.ts';
import { emptyTrigger } from '../../../../src/renderer/features/jobs/edit/trigger-form.ts';
import { upstreamNames } from '../../../../src/renderer/features/jobs/page/chain-links.ts';
import { startsText, triggerPolicies, triggerWords } from '../../../../src/renderer/parts/trigger-words.ts';
import type { JobDefinition } from '../../../../src/shared/contract/jobs.ts';
import { definition } from './samples.ts';

const started: JobDefinition = {
  ...definition,
  triggers: [
    {
      schedule: {
        cron: '30 2 * * *',
        time_zone: 'America/New_York',
        catch_up: 'all',
        catch_up_window: '3d',
        overlap: 'queue_all',
        deadline: '2h',
        jitter: '10m',
      },
    },
    { job: { after: ['a', 'b'], states: ['completed', 'failed'], when: 'any', overlap: 'skip' } },
    { deployment: { model: 'm', environment: 'prod' } },
    { deployment: { environment: 'prod', overlap: 'allow' } },
  ],
  retries: { max: 3, backoff: '1m' },
  priority: -5,
  max_concurrent_runs: 2,
  pause_after_failures: 4,
};
const nothingKnown = { otherNames: [], environment: undefined, tags: undefined };

test('triggers that are opened and not touched stay as they are', () => {
  expect(definitionOf(formOf(started))).toEqual(started);
  const without = { ...started, retries: { max: 0 } };
  expect(definitionOf(formOf(without))).toEqual(without);
});

test('the file has all policies', () => {
  const yaml = definitionYaml(started);
  for (const word of ['cron: "30 2 * * *"', 'backoff: 1m', 'priority: -5', 'pause_after_failures: 4']) {
    expect(yaml).toContain(word);
  }
});

test('what is wrong with triggers stands at their fields', () => {
  const form = {
    ...emptyJob,
    retries: 'two',
    priority: '101',
    backoff: '5 parsecs',
    triggers: [
      {
        ...emptyTrigger(4, 'schedule', 'UTC'),
        cron: '',
        jitter: 'soon',
        catchUp: 'all' as const,
        overlap: 'queue_latest' as const,
      },
      { ...emptyTrigger(5, 'job', ''), states: [] },
      emptyTrigger(6, 'deployment', ''),
    ],
  };
  const { wrong, missing } = jobProblems(form, nothingKnown);
  expect(Object.keys(wrong)).toEqual([
    'triggers.4.jitter',
    'triggers.4.overlap',
    'retries',
    'priority',
    'backoff',
  ]);
  expect(Object.keys(missing)).toEqual(
    expect.arrayContaining([
      'triggers.4.cron',
      'triggers.5.after',
      'triggers.5.states',
      'triggers.6.environment',
    ]),
  );
});

test('what the engine refuses stands at the field its path names', () => {
  const form = { ...emptyJob, triggers: [emptyTrigger(7, 'schedule', ''), emptyTrigger(9, 'job', '')] };
  const at = (path: string) => Object.keys(engineProblems([{ path, message: 'is wrong' }], form).fields);
  expect(at('triggers[0].schedule.cron')).toEqual(['triggers.7.cron']);
  expect(at('definition.triggers[0].schedule.time_zone')).toEqual(['triggers.7.timeZone']);
  expect(at('triggers[1].job.after[2]')).toEqual(['triggers.9.after']);
  expect(at('triggers[1]')).toEqual(['triggers.9.after']);
  expect(at('triggers')).toEqual(['triggers.7.cron']);
  expect(at('retries.backoff')).toEqual(['backoff']);
  expect(at('triggers[5].schedule.cron')).toEqual([]);
});

test('triggers in words', () => {
  expect(started.triggers?.map(triggerWords)).toEqual([
    'At 02:30, America/New_York',
    'after a or b completed or failed',
    'when m goes live in prod',
    'when any model goes live in prod',
  ]);
  expect(triggerWords({ schedule: { cron: '@daily' } })).toContain('UTC');
  expect(triggerPolicies({ schedule: { cron: '@daily' } })).toEqual([]);
  expect(triggerPolicies(started.triggers?.[0] ?? {})).toHaveLength(5);
  expect(startsText(definition)).toBe('It runs when somebody starts it.');
  expect(startsText({ triggers: started.triggers?.slice(0, 2) })).toBe(
    'It starts by itself: at 02:30, America/New_York; after a or b completed or failed.',
  );
});

test('changes of triggers are told, and those that only moved are not', () => {
  expect(definitionChanges(started, { ...started, triggers: started.triggers?.toReversed() })).toEqual([]);
  expect(definitionChanges(definition, started).map(({ what }) => what)).toEqual([
    ...Array.from({ length: 4 }, () => 'Starts'),
    'Retries',
    'Priority',
    'Runs at once',
    'Pause after failures',
  ]);
});

test('upstream jobs are named once', () => {
  expect(
    upstreamNames({ ...definition, triggers: [{ job: { after: ['a'] } }, { job: { after: ['a', 'b'] } }] }),
  ).toEqual(['a', 'b']);
  expect(upstreamNames(null)).toEqual([]);
});
