import { describe, expect, test } from 'vitest';
import {
  parameterSql,
  parameterText,
  parseParameter,
} from '../../../../src/renderer/features/environments/compute/parameters.ts';
import {
  definitionOf,
  emptyProfile,
  formOf,
  type ProfileForm,
} from '../../../../src/renderer/features/environments/compute/profile-form.ts';
import {
  engineProblems,
  profileProblems,
} from '../../../../src/renderer/features/environments/compute/profile-problems.ts';
import {
  affectedChanges,
  profileChanges,
} from '../../../../src/renderer/features/environments/compute/profile-changes.ts';
import { profileRebasing } from '../../../../src/renderer/features/environments/compute/profile-rebasing.ts';
import {
  type ComputeProfileDefinition,
  computeProfileDefinition,
} from '../../../../src/shared/contract/compute-profiles.ts';

const etl: ComputeProfileDefinition = {
  name: 'etl',
  description: 'For the night',
  warehouse: 'ETL_WH',
  limits: { max_concurrent_runs: 8, statement_timeout: '30m' },
  session_parameters: { TIMEZONE: 'UTC', WEEK_START: 1, USE_CACHED_RESULT: false, JSON_INDENT: '2' },
};
const form: ProfileForm = formOf(etl);
const row = (key: number, name: string, text: string) => ({ key, name, text });
const found = (changes: Partial<ProfileForm>, others: string[] = []) =>
  profileProblems({ ...form, ...changes }, others);

describe('a compute profile as a form', () => {
  test('means the same profile again', () => {
    expect(computeProfileDefinition.parse(definitionOf(form))).toEqual(etl);
    expect(definitionOf({ ...emptyProfile, name: ' small ' })).toEqual({ name: 'small' });
  });

  test('leaves out rows that nobody has filled in', () => {
    const parameters = [row(0, ' ', ''), row(1, ' TIMEZONE ', ' UTC ')];
    expect(definitionOf({ ...emptyProfile, name: 'a', parameters }).session_parameters).toEqual({
      TIMEZONE: 'UTC',
    });
  });
});

test('a value is what it looks like, and quotes make text of it', () => {
  expect(['12', ' -1.5 ', 'TRUE', 'false', "'12'", "''", 'Europe/Berlin'].map(parseParameter)).toEqual([
    12,
    -1.5,
    true,
    false,
    '12',
    '',
    'Europe/Berlin',
  ]);
  const values = [12, true, '12', 'true', '', "'quoted'", 'UTC'];
  expect(values.map(value => parseParameter(parameterText(value)))).toEqual(values);
  expect(parameterSql('TIMEZONE', "o'clock")).toBe("TIMEZONE = 'o''clock'");
});

describe('what is wrong with a profile', () => {
  test('nothing', () => {
    expect(found({})).toEqual({ wrong: {}, missing: {} });
    expect(found({ concurrency: '', timeout: '', warehouse: '', parameters: [] })).toEqual({
      wrong: {},
      missing: {},
    });
  });

  test.each<[Partial<ProfileForm>, string]>([
    [{ name: 'a b' }, 'name'],
    [{ concurrency: '0' }, 'concurrency'],
    [{ concurrency: 'four' }, 'concurrency'],
    [{ timeout: '30' }, 'timeout'],
    [{ parameters: [row(3, 'QUERY_TAG', 'mine')] }, 'parameters.3.name'],
    [{ parameters: [row(3, 'DATE_OUTPUT_FORMAT', 'DD.MM.YYYY')] }, 'parameters.3.name'],
    [{ parameters: [row(3, 'time zone', 'UTC')] }, 'parameters.3.name'],
    [{ parameters: [row(0, 'TIMEZONE', 'UTC'), row(1, 'TIMEZONE', 'GMT')] }, 'parameters.1.name'],
  ])('%j', (changes, field) => {
    expect(Object.keys(found(changes).wrong)).toEqual([field]);
  });

  test('a parameter that Slipway sets itself says what to do instead', () => {
    const { wrong } = found({ parameters: [row(0, 'STATEMENT_TIMEOUT_IN_SECONDS', '60')] });
    expect(wrong['parameters.0.name']).toMatch(/^Has a field of its own/);
  });

  test('a name that another one has, whatever its case', () => {
    expect(found({ name: 'ETL' }, ['etl']).wrong).toEqual({ name: 'There is another compute profile “etl”' });
  });

  test('halves of rows and no name are missing', () => {
    const parameters = [row(0, '', 'UTC'), row(1, 'TIMEZONE', ''), row(2, '', '')];
    expect(found({ name: '', parameters })).toEqual({
      wrong: {},
      missing: {
        name: 'A compute profile needs a name',
        'parameters.0.name': 'A parameter needs a name',
        'parameters.1.text': "Give a value; '' is the empty text",
      },
    });
  });

  test('what the engine refuses is shown at its field, the rest is kept', () => {
    const problem = (path: string) => ({ path, message: 'is refused' });
    const { fields, rest } = engineProblems(
      [
        problem('definition.limits.statement_timeout'),
        problem('definition.session_parameters.WEEK_START'),
        problem('definition.session_parameters.UNKNOWN'),
        problem('revision'),
      ],
      form,
    );
    expect(Object.keys(fields)).toEqual(['timeout', 'parameters.1.name']);
    expect(rest.map(({ path }) => path)).toEqual(['definition.session_parameters.UNKNOWN', 'revision']);
  });
});

test('changes are told field by field and parameter by parameter', () => {
  const next: ComputeProfileDefinition = {
    ...etl,
    warehouse: 'BIG',
    limits: { statement_timeout: '1800s' },
    session_parameters: { TIMEZONE: 'UTC', WEEK_START: '1', LOCK_TIMEOUT: 60 },
  };
  expect(profileChanges(etl, { ...etl })).toEqual([]);
  expect(profileChanges(etl, next)).toEqual([
    { what: 'Warehouse', from: 'ETL_WH', to: 'BIG' },
    { what: 'Concurrent runs', from: '8', to: null },
    { what: 'Parameter WEEK_START', from: '1', to: "'1'" },
    { what: 'Parameter USE_CACHED_RESULT', from: 'false', to: null },
    { what: 'Parameter JSON_INDENT', from: "'2'", to: null },
    { what: 'Parameter LOCK_TIMEOUT', from: null, to: '60' },
  ]);
});

test('what changes in an environment is told in the words of the form', () => {
  const changes = [
    { field: 'warehouse', from: null, to: 'BIG' },
    { field: 'session_parameters.WEEK_START', from: 1, to: null },
  ];
  const affected = {
    environment: 'prod',
    environment_id: 3,
    protected: true,
    engine: 'snowflake' as const,
    changes,
  };
  expect(affectedChanges(affected)).toEqual([
    { what: 'Warehouse', from: null, to: 'BIG' },
    { what: 'Parameter WEEK_START', from: '1', to: null },
  ]);
});

test('edits go on upon what somebody else saved, parameter by parameter', () => {
  const base = { ...form, parameters: [row(0, 'TIMEZONE', 'UTC'), row(1, 'WEEK_START', '1')] };
  const mine = { ...base, timeout: '1h', parameters: [row(0, 'TIMEZONE', 'GMT'), row(1, 'WEEK_START', '1')] };
  const theirs = { ...base, warehouse: 'BIG', parameters: [row(0, 'TIMEZONE', 'UTC')] };
  expect(profileRebasing.rebased(base, mine, theirs)).toEqual({
    ...base,
    warehouse: 'BIG',
    timeout: '1h',
    parameters: [row(0, 'TIMEZONE', 'GMT')],
  });
});
