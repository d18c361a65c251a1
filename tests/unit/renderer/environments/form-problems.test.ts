import { describe, expect, test } from 'vitest';
import type { EnvironmentForm } from '../../../../src/renderer/features/environments/form/environment-form.ts';
import { emptyForm } from '../../../../src/renderer/features/environments/form/environment-form.ts';
import { emptyConnection } from '../../../../src/renderer/features/environments/connections/connection-form.ts';
import {
  engineProblems,
  formProblems,
  ofConnectionToMake,
} from '../../../../src/renderer/features/environments/form/form-problems.ts';
import { formWith } from './support.ts';

const wrong = (changes: Partial<EnvironmentForm>, others: string[] = []) =>
  formProblems(formWith(changes), others).wrong;
const missing = (changes: Partial<EnvironmentForm>) => formProblems(formWith(changes)).missing;

test('a good form has no problems', () => {
  expect(formProblems(formWith(), ['dev', 'test'])).toEqual({ wrong: {}, missing: {} });
});

test('an empty form lacks things, and nothing in it is wrong', () => {
  expect(formProblems(emptyForm)).toEqual({
    wrong: {},
    missing: { name: 'An environment needs a name', connection: 'Choose a connection' },
  });
  const connectionToMake = { ...emptyConnection, engine: 'snowflake' as const };
  expect(formProblems({ ...emptyForm, connectionToMake }).missing).toEqual({
    name: 'An environment needs a name',
    'connectionToMake.name': 'A connection needs a name',
    'connectionToMake.account': 'Give the account identifier',
    'connectionToMake.user': 'Give the user that signs in',
  });
});

describe('wrong as it stands', () => {
  test.each<[string, Partial<EnvironmentForm>, string]>([
    ['a name with a slash', { name: 'a/b' }, 'name'],
    [
      'a connection to be made that is no name',
      { connectionToMake: { ...emptyConnection, name: 'a/b' } },
      'connectionToMake.name',
    ],
    ['a database with a dot', { database: 'A.B' }, 'database'],
    ['a schema that is no name', { schema: '"open' }, 'schema'],
    ['a role that is too long', { role: 'x'.repeat(256) }, 'role'],
    ['no run at a time', { concurrency: '0' }, 'concurrency'],
    ['half a run', { concurrency: '1.5' }, 'concurrency'],
    ['too many runs', { concurrency: '513' }, 'concurrency'],
    ['words as a number', { concurrency: 'four' }, 'concurrency'],
    ['a duration without unit', { timeout: '15' }, 'timeout'],
    ['a duration beyond all reason', { timeout: '999999h' }, 'timeout'],
  ])('%s', (_what, changes, field) => {
    expect(Object.keys(wrong(changes))).toEqual([field]);
  });

  test('a name that another environment has, whatever its case', () => {
    expect(wrong({ name: 'Dev' }, ['dev'])).toEqual({ name: 'There is another environment “dev”' });
  });

  test('the limits themselves are good, and can be left to others', () => {
    expect(wrong({ concurrency: '512' })).toEqual({});
    expect(wrong({ concurrency: ' 1 ', timeout: '' })).toEqual({});
    expect(formProblems(formWith({ concurrency: '', timeout: '' }))).toEqual({ wrong: {}, missing: {} });
  });

  test('a connection to be made over one that there is', () => {
    const form = formWith({ connectionToMake: { ...emptyConnection, name: 'Embedded' } });
    const { wrong } = formProblems(form, [], ['embedded']);
    expect(wrong).toEqual({ 'connectionToMake.name': 'There is another connection “embedded”' });
    expect(ofConnectionToMake(wrong)).toEqual({ name: 'There is another connection “embedded”' });
  });

  test('rules of different lengths, of no names, and for the same names', () => {
    const mapping = [
      { key: 0, from: 'a', to: 'b.c' },
      { key: 1, from: 'a b', to: 'c' },
      { key: 2, from: '"A"', to: 'd' },
    ];
    expect(wrong({ mapping })).toEqual({
      'mapping.0.to': 'Both sides need the same number of names: 1, not 2',
      'mapping.1.from': 'One to three names joined by dots',
      'mapping.2.from': 'There is another rule for A',
    });
  });

  test('variables with bad or repeated names and values that are none', () => {
    const row = { type: 'text' as const, text: '', items: [] };
    const variables = [
      { ...row, key: 0, name: 'a b' },
      { ...row, key: 1, name: 'a' },
      { ...row, key: 2, name: 'a' },
      { ...row, key: 3, name: 'n', type: 'number' as const, text: '1,5' },
    ];
    expect(Object.keys(wrong({ variables }))).toEqual([
      'variables.0.name',
      'variables.2.name',
      'variables.3.value',
    ]);
  });
});

test('half of a rule and an unfinished variable are missing, not wrong', () => {
  const mapping = [
    { key: 0, from: 'A', to: '' },
    { key: 1, from: '', to: 'B' },
    { key: 2, from: '', to: '' },
  ];
  const row = { text: '', items: [] };
  const variables = [
    { ...row, key: 0, name: '', type: 'text' as const },
    { ...row, key: 1, name: 'n', type: 'number' as const },
    { ...row, key: 2, name: 'l', type: 'list' as const },
  ];
  expect(Object.keys(missing({ mapping, variables }))).toEqual([
    'mapping.0.to',
    'mapping.1.from',
    'variables.0.name',
    'variables.1.value',
    'variables.2.value',
  ]);
});

test('what the engine refuses is shown at its field, the rest is kept', () => {
  const problem = (path: string) => ({ path, message: `about ${path}` });
  const found = [
    problem('definition.name'),
    problem('definition.limits.statement_timeout'),
    problem('definition.source_mapping["A.B"]'),
    problem('definition.variables.region'),
    problem('definition.variables.unknown'),
    problem('elsewhere'),
  ];
  const { fields, rest } = engineProblems(found, formWith());
  expect(Object.keys(fields)).toEqual(['name', 'timeout', 'mapping.1.from', 'variables.0.value']);
  expect(rest.map(({ path }) => path)).toEqual(['definition.variables.unknown', 'elsewhere']);
});

test('what the engine refuses of a connection to be made is shown at its field', () => {
  const connectionToMake = { ...emptyConnection, engine: 'snowflake' as const, name: 'prod_sf' };
  const { fields, rest } = engineProblems(
    [
      { path: 'definition.connection.oauth.client_id', message: 'must not be empty' },
      { path: 'definition.compute_profile', message: 'is not there' },
      { path: 'definition.connection', message: 'is no connection' },
    ],
    formWith({ connectionToMake }),
  );
  expect(fields).toEqual({
    'connectionToMake.client_id': 'Must not be empty',
    computeProfile: 'Is not there',
    connection: 'Is no connection',
  });
  expect(rest).toEqual([]);
});
