import type { CheckHistory, CheckOutcome, CheckResult } from '../../../shared/contract/checks.ts';
import type { Evidence } from '../../../shared/contract/conditions.ts';
import { resultCell } from './result.ts';
import type { Cell, Span } from './table.ts';
import type { Terminal } from './terminal.ts';
import { count, counted, indent, safe, safeLines } from './text.ts';
import { ago } from './times.ts';

const looks = {
  passed: ['✓', 'green', 'passed'],
  failed: ['✗', 'red', 'failed'],
  warned: ['!', 'yellow', 'warned'],
  error: ['✗', 'red', 'error'],
} as const;

/** Bad rows of a check; `--json` has all of the sample. */
const shownRows = 5;

function outcomeSpan(outcome: CheckOutcome): Span {
  const [icon, style, word] = looks[outcome];
  return { text: `${icon} ${word}`, style };
}

/** What the conditions of a run found, and whether that counted; nothing for none. */
export function conditionsText(
  conditions: readonly Evidence[],
  ignored: boolean,
  terminal: Terminal,
): string[] {
  if (conditions.length === 0) return [];
  return [
    '',
    terminal.table(
      [
        { title: 'condition', keep: true },
        { title: 'source' },
        { title: 'asks for', optional: 1 },
        { title: 'found' },
      ],
      conditions.map<Cell[]>(({ met, source, reads, words, message }) => [
        met ? { text: '✓ met', style: 'green' } : { text: '↷ unmet', style: 'cyan' },
        source === reads ? source : `${source} → ${reads}`,
        words,
        message,
      ]),
    ),
    ...(ignored ? ['It was to be built whatever they find.'] : []),
  ];
}

/** The checks of a run, with some of the bad rows of those that were not passed; nothing for none. */
export function checksText(checks: readonly CheckResult[], terminal: Terminal): string[] {
  if (checks.length === 0) return [];
  const list = terminal.table(
    [
      { title: 'check', keep: true },
      { title: 'name' },
      { title: 'of', optional: 2 },
      { title: 'must hold', optional: 1 },
      { title: 'found' },
    ],
    checks.map<Cell[]>(({ outcome, name, source, words, message }) => [
      outcomeSpan(outcome),
      name,
      source ?? 'the result',
      words,
      message,
    ]),
  );
  return ['', list, ...checks.flatMap(check => sampleText(check, terminal))];
}

function sampleText({ name, bad_rows, sample }: CheckResult, terminal: Terminal): string[] {
  if (sample === null || sample.rows.length === 0) return [];
  const rows = sample.rows.slice(0, shownRows);
  const more =
    bad_rows !== null && bad_rows > rows.length ? `, the first ${rows.length} of ${count(bad_rows)}` : '';
  const text = terminal.table(
    sample.columns.map(column => ({ title: column.name })),
    rows.map(row => row.map(resultCell)),
  );
  return ['', terminal.paint('dim', safe(`${name}: bad rows${more}`)), indent(text)];
}

/** How the checks of a job went, the newest run first. */
export function checkHistoryText(checks: readonly CheckHistory[], terminal: Terminal): string {
  if (checks.length === 0) return 'No run of it has looked at a check.';
  return terminal.table(
    [
      { title: 'check', keep: true },
      { title: 'of', optional: 2 },
      { title: 'last', keep: true },
      { title: 'newest first', keep: true },
      { title: 'when', optional: 3 },
      { title: 'found', optional: 1 },
    ],
    checks.map<Cell[]>(({ name, source, results }) => {
      const [last] = results;
      return [
        name,
        source ?? 'the result',
        last ? outcomeSpan(last.outcome) : '',
        results.slice(0, 20).map(({ outcome }) => ({ text: looks[outcome][0], style: looks[outcome][1] })),
        last ? ago(last.at, terminal.now) : '',
        last ? safeLines(last.message) : '',
      ];
    }),
  );
}

export function forgottenText(job: string, forgotten: number): string {
  return forgotten === 0
    ? `Job ${job} knew of no source`
    : `Job ${job} knows nothing of ${counted(forgotten, 'source')} any more: with its next run all of them count as changed`;
}
