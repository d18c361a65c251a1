import { expect, test } from 'vitest';
import { definitionChanges, runsWords } from '../../../../src/renderer/features/jobs/definition-changes.ts';
import { definitionYaml } from '../../../../src/renderer/features/jobs/definition-text.ts';
import { comparedVersion } from '../../../../src/renderer/features/jobs/history/compared.ts';
import { promoteHref } from '../../../../src/renderer/features/jobs/promote-link.ts';
import { sharedTargetOf } from '../../../../src/renderer/features/jobs/shared-target.ts';
import { definition } from './samples.ts';

test('changes of a definition are told in the order of the form', () => {
  const changed = {
    ...definition,
    tag: undefined,
    track: 'latest' as const,
    materialization: { type: 'view' as const },
    variables: { region: 'EU', limit: 5 },
    timeout: '5m',
  };
  expect(definitionChanges(definition, changed)).toEqual([
    { what: 'Runs', from: 'tag v2', to: 'the latest version' },
    { what: 'Materialization', from: 'table', to: 'view' },
    { what: 'Variable region', from: "'US'", to: "'EU'" },
    { what: 'Variable limit', from: null, to: '5' },
    { what: 'Timeout', from: '10m', to: '5m' },
  ]);
});

test('changes of how the result is kept are told one by one', () => {
  const changed = {
    ...definition,
    materialization: { type: 'table' as const, cluster_by: ['A', 'B'], copy_grants: false, transient: true },
  };
  expect(definitionChanges(definition, changed)).toEqual([
    { what: 'Cluster by', from: null, to: 'A, B' },
    { what: 'Transient', from: 'no', to: 'yes' },
    { what: 'Copy grants', from: 'yes', to: 'no' },
  ]);
  const named = { ...definition, materialization: { ...definition.materialization, copy_grants: true } };
  expect(definitionChanges(definition, named)).toEqual([]);
});

test('another way to write the same is no change', () => {
  const same = { ...definition, target: { ...definition.target, schema: 'marts' }, timeout: '600s' };
  expect(definitionChanges(definition, same)).toEqual([]);
});

test('a rule called like a part of every object is a rule', () => {
  const odd = { ...definition, source_mapping: { ...definition.source_mapping, constructor: 'B' } };
  expect(definitionChanges(definition, odd)).toEqual([{ what: 'Source constructor', from: null, to: 'B' }]);
});

test('a definition as a file has what the command line reads, in its order', () => {
  const text = definitionYaml(definition);
  expect(text.split('\n').filter(line => !line.startsWith(' '))).toEqual([
    'name: daily_delays_dev',
    'kind: model',
    'environment: dev',
    'model: daily_delays',
    'tag: v2',
    'target:',
    'materialization:',
    'source_mapping:',
    'variables:',
    'timeout: 10m',
    '',
  ]);
});

test('what a definition runs, in words', () => {
  expect(runsWords({ tag: 'prod' })).toBe('tag prod');
  expect(runsWords({ track: 'latest' })).toBe('the latest version');
});

test('an earlier definition is compared with the one before it or the live one, never with itself', () => {
  const versions = [
    { number: 3, live: false },
    { number: 2, live: true },
    { number: 1, live: false },
  ];
  const [third, second, first] = versions as [
    (typeof versions)[0],
    (typeof versions)[0],
    (typeof versions)[0],
  ];
  expect(comparedVersion(versions, third, 'previous')).toBe(second);
  expect(comparedVersion(versions, first, 'previous')).toBeUndefined();
  expect(comparedVersion(versions, third, 'live')).toBe(second);
  expect(comparedVersion(versions, second, 'live')).toBeUndefined();
});

test('a refusal for the sake of another job names target and job', () => {
  const failure = {
    code: 'conflict' as const,
    message: 'A.B.C is written by job "other" already',
    problems: [{ path: 'target', message: 'is taken' }],
  };
  expect(sharedTargetOf(failure)).toEqual({ target: 'A.B.C', other: 'other' });
  expect(sharedTargetOf({ ...failure, problems: [{ path: 'name', message: 'is taken' }] })).toBeUndefined();
});

test('the way to a promotion names model, environment and job', () => {
  expect(promoteHref({ name: 'daily_prod', model: 'daily', environment: 'prod' })).toBe(
    '/promote?model=daily&environment=prod&job=daily_prod',
  );
});
