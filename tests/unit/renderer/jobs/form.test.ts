import { expect, test } from 'vitest';
import {
  copyOf,
  definitionOf,
  emptyJob,
  formOf,
  startOf,
  withSuggestions,
} from '../../../../src/renderer/features/jobs/edit/job-form.ts';
import { engineProblems, jobProblems } from '../../../../src/renderer/features/jobs/edit/job-problems.ts';
import type { Environment } from '../../../../src/shared/contract/environments.ts';
import type { JobDefinition } from '../../../../src/shared/contract/jobs.ts';
import type { Model } from '../../../../src/shared/contract/models.ts';
import { definition } from './samples.ts';

const nothingKnown = { otherNames: [], environment: undefined, tags: undefined };
const environment = (changes: Partial<Environment>) =>
  ({ name: 'dev', database: 'ANALYTICS_DEV', schema: null, protected: false, ...changes }) as Environment;

test('a definition that is opened and not touched stays as it is', () => {
  expect(definitionOf(formOf(definition))).toEqual(definition);
  const { tag: _, ...following } = { ...definition, track: 'latest' as const };
  expect(definitionOf(formOf(following))).toEqual(following);
});

test('fields left empty and rules without anything are not in the definition', () => {
  const form = {
    ...formOf(definition),
    timeout: ' ',
    mapping: [{ key: 0, from: ' ', to: '' }],
    variables: [],
  };
  expect(definitionOf(form)).toEqual({
    ...definition,
    timeout: undefined,
    source_mapping: undefined,
    variables: undefined,
  });
  expect(Object.keys(definitionOf(form))).not.toContain('timeout');
});

test('how the result is kept stays as it is, but for settings that say what holds without them', () => {
  const kept = (materialization: JobDefinition['materialization']) =>
    definitionOf(formOf({ ...definition, materialization })).materialization;
  const table = {
    type: 'table' as const,
    transient: true,
    cluster_by: ['DAY', "to_date(at, 'YYYY')"],
    copy_grants: false,
    comment: 'daily',
  };
  expect(kept(table)).toEqual(table);
  const view = { type: 'view' as const, copy_grants: false, comment: 'daily' };
  expect(kept(view)).toEqual(view);
  expect(kept({ type: 'table', transient: false, copy_grants: true })).toEqual({ type: 'table' });
  // A view has none of what was typed for a table; it is there again when that is chosen again.
  const form = { ...formOf({ ...definition, materialization: table }), materialization: 'view' as const };
  expect(definitionOf(form).materialization).toEqual(view);
  expect(definitionOf({ ...form, materialization: 'table' }).materialization).toEqual(table);
});

test('a problem of one of its expressions is shown at them', () => {
  const problem = { path: 'definition.materialization.cluster_by[1]', message: 'holds a comment' };
  expect(engineProblems([problem], formOf(definition)).fields).toEqual({ clusterBy: 'Holds a comment' });
});

test('a copy has everything but the name', () => {
  expect(copyOf(definition)).toEqual({ ...formOf(definition), name: '' });
});

test('name and table follow model and environment until somebody says otherwise', () => {
  const chosen = withSuggestions(withSuggestions(emptyJob, { model: 'daily-delays' }), {
    environment: 'dev',
  });
  expect(chosen).toMatchObject({ name: 'daily-delays_dev', table: 'DAILY_DELAYS' });
  const named = withSuggestions(chosen, { name: 'mine' });
  expect(withSuggestions(named, { environment: 'test' })).toMatchObject({
    name: 'mine',
    table: 'DAILY_DELAYS',
  });
});

test('a timeout is a week at most', () => {
  const timeouts = ['7d', '168h', '169h', '999999h'];
  const refused = timeouts.filter(timeout => {
    const { wrong } = jobProblems({ ...emptyJob, timeout }, nothingKnown);
    return wrong['timeout'] !== undefined;
  });
  expect(refused).toEqual(['169h', '999999h']);
});

test('what is missing is told apart from what is wrong, all of it at once', () => {
  const { wrong, missing } = jobProblems({ ...emptyJob, timeout: '5x', database: 'A.B' }, nothingKnown);
  expect(Object.keys(wrong)).toEqual(['target.database', 'timeout']);
  expect(Object.keys(missing)).toEqual(['name', 'environment', 'model', 'tag', 'target.table']);
});

test('a name that another job has is refused whatever its case', () => {
  const known = { ...nothingKnown, otherNames: ['Daily_Delays_Dev'] };
  expect(jobProblems(formOf(definition), known).wrong).toEqual({
    name: 'There is another job “Daily_Delays_Dev”',
  });
});

test('a schema is asked for only where the environment has none', () => {
  const form = { ...formOf(definition), schema: '' };
  const at = (schema: string | null) =>
    jobProblems(form, { ...nothingKnown, environment: environment({ schema }) }).missing;
  expect(at(null)).toEqual({ 'target.schema': '“dev” has no default schema' });
  expect(at('MARTS')).toEqual({});
});

test('in a protected environment a job runs a tag', () => {
  const known = { ...nothingKnown, environment: environment({ name: 'prod', protected: true }) };
  expect(jobProblems({ ...formOf(definition), runs: 'latest' }, known).wrong).toHaveProperty('runs');
  expect(jobProblems(formOf(definition), { ...known, tags: ['v1'] }).wrong).toEqual({
    tag: 'The model has no tag “v2”',
  });
});

test('both sides of a rule need as many names, and each name one rule', () => {
  const mapping = [
    { key: 1, from: 'A.B.C', to: 'X.C' },
    { key: 2, from: 'a.b.c', to: 'X.Y.Z' },
    { key: 3, from: 'D.E.F', to: '' },
  ];
  const { wrong, missing } = jobProblems({ ...formOf(definition), mapping }, nothingKnown);
  expect(Object.keys(wrong).toSorted()).toEqual(['mapping.1.to', 'mapping.2.from']);
  expect(missing).toEqual({ 'mapping.3.to': 'Where to' });
});

test('what the engine finds stands at its field; what has none is kept', () => {
  const form = formOf(definition);
  const { fields, rest } = engineProblems(
    [
      { path: 'definition.target.table', message: 'is taken' },
      { path: 'variables.region', message: 'is unknown' },
      { path: 'source_mapping["LAKE.RAW.FLIGHTS"]', message: 'maps nothing' },
      { path: 'triggers', message: 'is unknown' },
    ],
    form,
  );
  expect(fields).toEqual({
    'target.table': 'Is taken',
    'variables.0.value': 'Is unknown',
    'mapping.0.from': 'Maps nothing',
  });
  expect(rest).toEqual([{ path: 'triggers', message: 'is unknown' }]);
});

test('a new job begins with the model and the environment that it was asked for, or like another one', () => {
  const model = { name: 'late-flights', tags: [{ name: 'v2' }, { name: 'v1' }] } as Model;
  expect(startOf(undefined, model, 'dev')).toEqual({
    ...emptyJob,
    model: 'late-flights',
    tag: 'v2',
    environment: 'dev',
    name: 'late-flights_dev',
    table: 'LATE_FLIGHTS',
  });
  expect(startOf(undefined, { ...model, tags: [] }, '')).toMatchObject({ tag: '', name: 'late-flights' });
  expect(startOf(undefined, undefined, '')).toEqual(emptyJob);
  const other = { draft: null, definition };
  expect(startOf(other, model, 'prod')).toEqual(copyOf(definition));
});
