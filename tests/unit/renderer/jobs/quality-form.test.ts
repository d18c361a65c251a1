import { expect, test } from 'vitest';
import {
  addQualityProblems,
  checkOf,
  emptyCheck,
  emptyCondition,
  noQuality,
  qualityDefinition,
  qualityFieldOf,
  type QualityForm,
  qualityOf,
} from '../../../../src/renderer/features/jobs/edit/quality-form.ts';
import { definitionChanges } from '../../../../src/renderer/features/jobs/definition-changes.ts';
import {
  checkKey,
  dataBadge,
  notableCheck,
} from '../../../../src/renderer/features/runs/checks/notable-check.ts';
import type { CheckResult } from '../../../../src/shared/contract/checks.ts';
import { jobDefinition, type JobDefinition } from '../../../../src/shared/contract/jobs.ts';

const plain: JobDefinition = {
  name: 'j',
  kind: 'model',
  environment: 'dev',
  model: 'm',
  tag: 'v1',
  target: { table: 'T' },
  materialization: { type: 'table' },
};

const full = jobDefinition.parse({
  ...plain,
  conditions: [
    { freshness: { source: 'A.B.C', column: 'AT', within: '2 days' } },
    { freshness: { source: 'A.B.D', changed_since_last_success: true } },
    { quality: { check: 'row_count', source: 'A.B.C', min: 1 } },
    { quality: { check: 'sql', source: 'A.B.C', sql: 'select 1', name: 'odd', severity: 'warn' } },
  ],
  freshness_when: 'any',
  checks: [
    { check: 'not_null', column: '"a, b"' },
    { check: 'unique', columns: ['DAY', '"x, y"'], severity: 'warn' },
    {
      check: 'accepted_values',
      column: 'S',
      values: ['open', 'true', true, 1.5, '1', '"q"', ' pad', 'a\nb', ''],
    },
    { check: 'relationship', column: 'S', to: 'A.B.C', to_column: 'ID', name: 'known' },
    { check: 'row_count', max: 10 },
    { check: 'row_change', max_decrease: 12.5, max_increase: 0 },
    { check: 'freshness', column: 'AT', within: '2h' },
    { check: 'sql', sql: 'select *\nfrom {{ this }}', name: 'bad' },
  ],
});

test('a definition becomes a form and the same definition again', () => {
  const { checks, conditions, freshness_when } = full;
  expect(qualityDefinition(qualityOf(full))).toEqual({ checks, conditions, freshness_when });
  expect(qualityDefinition(qualityOf(plain))).toEqual({});
});

test('what was not filled in is missing, what cannot be is wrong, each at its field', () => {
  const problemsOf = (form: Partial<QualityForm>) => {
    const [wrong, missing]: Record<string, string>[] = [{}, {}];
    addQualityProblems({ ...noQuality, ...form }, wrong ?? {}, missing ?? {});
    return { wrong: Object.keys(wrong ?? {}), missing: Object.keys(missing ?? {}) };
  };
  const kinds = ['not_null', 'unique', 'accepted_values', 'relationship', 'row_change'] as const;
  expect(problemsOf({ checks: kinds.map((kind, key) => emptyCheck(key, kind)) })).toEqual({
    wrong: [],
    missing: [
      ...['checks.0.column', 'checks.1.columns', 'checks.2.column', 'checks.2.values', 'checks.3.column'],
      ...['checks.3.toColumn', 'checks.3.to', 'checks.4.decrease'],
    ],
  });
  expect(
    problemsOf({
      checks: [
        { ...emptyCheck(0, 'row_count'), min: '5', max: '4' },
        { ...emptyCheck(1, 'row_count'), min: 'x' },
        { ...emptyCheck(2, 'not_null'), column: 'a.b' },
        { ...emptyCheck(3, 'unique'), columns: 'a, b c' },
        { ...emptyCheck(4, 'sql'), sql: ' ' },
        { ...emptyCheck(5, 'row_change'), increase: '-1' },
      ],
      conditions: [
        { ...emptyCondition(0, 'freshness'), source: 'a b', within: 'soon' },
        { ...emptyCondition(1, 'freshness'), within: '' },
        { ...emptyCondition(2, 'freshness'), source: 'A', how: 'changed', within: '' },
      ],
    }),
  ).toEqual({
    wrong: [
      ...['checks.0.max', 'checks.1.min', 'checks.1.name', 'checks.2.column', 'checks.3.columns'],
      ...['checks.5.increase', 'conditions.0.source', 'conditions.0.within'],
    ],
    missing: ['checks.4.name', 'checks.4.sql', 'conditions.1.source', 'conditions.1.within'],
  });
  expect(checkOf({ ...emptyCheck(0, 'row_count'), min: '' })).toEqual({ check: 'row_count' });
});

test.each([
  ['checks[1].columns[0]', 'checks.1.columns'],
  ['checks[0].name', 'checks.0.name'],
  ['checks[0]', 'checks.0.name'],
  ['conditions[0].freshness.column', 'conditions.0.column'],
  ['conditions[2].quality.source', 'conditions.2.source'],
  ['conditions[3].quality.sql', 'conditions.3.sql'],
  ['conditions[9].quality.sql', undefined],
  ['target', undefined],
])('%s is said at %s', (path, field) => {
  expect(qualityFieldOf(path, qualityOf(full))).toBe(field);
});

test('changes of checks and conditions are told in words', () => {
  const changes = definitionChanges(plain, {
    ...plain,
    freshness_when: 'any',
    conditions: [{ quality: { source: 'A', check: 'not_null', column: 'x', severity: 'warn' } }],
    checks: [{ check: 'unique', columns: ['DAY'] }],
  });
  expect(changes).toEqual([
    { what: 'Condition', from: null, to: 'A: X is never NULL; only a warning' },
    { what: 'Fresh sources', from: 'all', to: 'any' },
    { what: 'Check', from: null, to: 'DAY is unique' },
  ]);
});

test('the first check that kept the run from going on is looked at first', () => {
  const check = (name: string, outcome: CheckResult['outcome'], severity: CheckResult['severity'] = 'fail') =>
    ({ name, outcome, severity, source: null }) as CheckResult;
  const all = [
    check('a', 'passed'),
    check('b', 'warned', 'warn'),
    check('c', 'error', 'warn'),
    check('d', 'failed'),
  ];
  expect(notableCheck(all)?.name).toBe('d');
  expect(notableCheck(all.slice(0, 3))?.name).toBe('b');
  expect(notableCheck(all.slice(0, 1))?.name).toBe('a');
  expect(notableCheck([])).toBeUndefined();
  expect(dataBadge({ conditions: [], checks: all })).toBe('1/4');
  expect(dataBadge({ conditions: [], checks: [] })).toBeUndefined();
  expect(checkKey({ name: 'row_count', source: 'A.B' })).toBe('A.B: row_count');
});
