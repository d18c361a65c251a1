import { expect, test } from 'vitest';
import { checkHistoryText, checksText, conditionsText } from '../../../src/main/cli/output/checks.ts';
import { Terminal } from '../../../src/main/cli/output/terminal.ts';
import type { CheckResult } from '../../../src/shared/contract/checks.ts';
import type { Evidence } from '../../../src/shared/contract/conditions.ts';

const terminal = new Terminal({ json: false, environment: {} });
const at = new Date().toISOString();
const result: CheckResult = {
  name: 'not_null(DAY)',
  check: 'not_null',
  words: 'DAY is never NULL',
  severity: 'fail',
  source: null,
  outcome: 'failed',
  message: '7 bad rows',
  bad_rows: 7,
  measured: null,
  sample: { columns: [{ name: 'DAY', type: 'DATE' }], rows: Array.from({ length: 7 }, () => [null]) },
  looked_at: 'A.B.C',
  statement: 'select 1',
  at,
};

test('the checks of a run are listed, with the first bad rows', () => {
  expect(checksText([], terminal)).toEqual([]);
  expect(
    checksText([result, { ...result, source: 'A.B.S', outcome: 'passed', sample: null }], terminal).join(
      '\n',
    ),
  ).toBe(`
check     name           of          must hold          found
✗ failed  not_null(DAY)  the result  DAY is never NULL  7 bad rows
✓ passed  not_null(DAY)  A.B.S       DAY is never NULL  7 bad rows

not_null(DAY): bad rows, the first 5 of 7
  DAY
  NULL
  NULL
  NULL
  NULL
  NULL`);
});

test('conditions say what was found, and where they were read', () => {
  const evidence: Evidence = {
    kind: 'freshness',
    words: 'the latest AT is within 1 d',
    source: 'DEV.A.B',
    reads: 'PRD.A.B',
    met: false,
    message: 'it has no rows',
    column: 'AT',
    latest: null,
    latest_at: null,
    before: null,
    warehouse_at: at,
    at,
  };
  expect(conditionsText([], true, terminal)).toEqual([]);
  const told = `
condition  source             asks for                     found
↷ unmet    DEV.A.B → PRD.A.B  the latest AT is within 1 d  it has no rows`;
  expect(conditionsText([evidence], false, terminal).join('\n')).toBe(told);
  expect(conditionsText([evidence], true, terminal).join('\n')).toBe(
    `${told}\nIt was to be built whatever they find.`,
  );
});

test('how a check went is a mark for each run, the newest first', () => {
  const { name, check, words, source, bad_rows, measured, message } = result;
  const results = (['failed', 'passed', 'warned'] as const).map((outcome, n) => ({
    run: 9 - n,
    at,
    outcome,
    bad_rows,
    measured,
    message,
  }));
  expect(checkHistoryText([{ name, check, words, source, results }], terminal)).toBe(
    `check          of          last      newest first  when      found
not_null(DAY)  the result  ✗ failed  ✗✓!           just now  7 bad rows`,
  );
  expect(checkHistoryText([], terminal)).toBe('No run of it has looked at a check.');
});
