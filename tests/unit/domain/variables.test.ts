import { describe, expect, test } from 'vitest';
import { variables } from '../../../src/shared/contract/common.ts';
import { zodProblems } from '../../../src/shared/contract/problems.ts';
import {
  misfit,
  resolveLayers,
  type VariableType,
  type VariableSet,
  variableLiteral,
} from '../../../src/shared/domain/variables.ts';

test.each<[VariableType, unknown[], unknown[]]>([
  ['text', ['', 'a', null, ['a', 'b', null]], [1, true, ['a', 1]]],
  ['number', [0, -1.5, [1, 2]], ['1', false, ['1']]],
  ['boolean', [true, false], ['true', 1]],
  [
    'date',
    ['2026-03-01', '2024-02-29', '2000-02-29', ['2026-01-01']],
    ['2026-02-29', '1900-02-29', '2026-13-01', '2026-3-1', '', 20260301, '2026-03-01 06:00'],
  ],
  [
    'timestamp',
    ['2026-03-01', '2026-03-01 06:30', '2026-03-01T06:30:00.123456789'],
    ['2026-03-01 24:00', '2026-02-30 06:00', '2026-03-01 06:30Z', '06:30', '2026-03-01 6:30'],
  ],
])('%s takes its values and no others', (type, good, bad) => {
  const wrong = (values: unknown[]) => values.map(value => misfit(type, value as never) !== null);
  expect(wrong(good)).toEqual(good.map(() => false));
  expect(wrong(bad)).toEqual(bad.map(() => true));
});

test.each([
  [{ type: 'date', value: '2026-03-01' }, "CAST('2026-03-01' AS DATE)"],
  [
    { type: 'timestamp', value: ['2026-03-01 06:30', null] },
    "CAST('2026-03-01 06:30' AS TIMESTAMP_NTZ), NULL",
  ],
  [{ type: 'text', value: "it's" }, "'it''s'"],
  [{ type: 'number', value: [-1, 2] }, '(-1), 2'],
  ['2026-03-01', "'2026-03-01'"],
] as const)('%j is written as %s', (value, sql) => {
  expect(variableLiteral(value as never)).toBe(sql);
});

describe('layers', () => {
  const resolve = (
    workspace: VariableSet,
    environment: VariableSet = {},
    job: VariableSet = {},
    run: VariableSet = {},
  ) =>
    resolveLayers([
      { layer: 'workspace', variables: workspace },
      { layer: 'environment', variables: environment },
      { layer: 'job', variables: job },
      { layer: 'run', variables: run },
    ]);

  test('the last one wins, and says what it wins over; a declared type holds', () => {
    const since = { type: 'date', value: '2026-01-01' } as const;
    const found = resolve(
      { since, region: 'US' },
      { region: 'CA' },
      { since: '2026-02-01' },
      { region: 'MX', n: 1 },
    );
    expect(found.problems).toEqual([]);
    expect(found.variables).toEqual({ since: { type: 'date', value: '2026-02-01' }, region: 'MX', n: 1 });
    expect(found.resolved).toEqual([
      { name: 'n', value: 1, type: 'number', declared: false, layer: 'run', overrides: [] },
      {
        name: 'region',
        value: 'MX',
        type: 'text',
        declared: false,
        layer: 'run',
        overrides: [
          { layer: 'environment', value: 'CA' },
          { layer: 'workspace', value: 'US' },
        ],
      },
      {
        name: 'since',
        value: '2026-02-01',
        type: 'date',
        declared: true,
        layer: 'job',
        overrides: [{ layer: 'workspace', value: '2026-01-01' }],
      },
    ]);
  });

  test('what does not keep to a type is told with its layer and name', () => {
    const number = { type: 'number', value: 1 } as const;
    expect(
      resolve({ a: number, b: 'x' }, { a: 'one', b: number }, { a: { type: 'text', value: 'x' } }, { b: '2' })
        .problems,
    ).toEqual([
      { layer: 'environment', name: 'a', message: 'must be a number; "one" is not' },
      { layer: 'job', name: 'a', message: 'is declared as number by the workspace, and cannot be text' },
      { layer: 'run', name: 'b', message: 'must be a number; "2" is not' },
    ]);
  });
});

test('a value that does not fit its own type is refused where it is given', () => {
  const problemsOf = (value: unknown) =>
    zodProblems(variables.safeParse({ since: value }).error?.issues ?? []);
  expect(problemsOf({ type: 'date', value: '2026-02-30' })).toEqual([
    { path: 'since', message: 'must be a date as in 2026-03-01; "2026-02-30" is not' },
  ]);
  expect(problemsOf({ type: 'date', value: '2026-02-28' })).toEqual([]);
  expect(problemsOf({ type: 'day', value: '2026-02-28' })).toHaveLength(1);
});
