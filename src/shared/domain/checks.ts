import type { Check, CheckOutcome, Severity } from '../contract/checks.ts';
import { formatDuration, parseDuration } from './duration.ts';
import { displayName, parseName } from './relation.ts';

/** What a check is called where nobody gave it a name: `unique(DAY)`. */
export function checkName(check: Check): string {
  if (check.name !== undefined) return check.name;
  switch (check.check) {
    case 'not_null':
    case 'accepted_values':
    case 'relationship':
    case 'freshness':
      return `${check.check}(${folded(check.column)})`;
    case 'unique':
      return `unique(${check.columns.map(folded).join(', ')})`;
    default:
      return check.check;
  }
}

/** What must hold, in words. */
export function checkWords(check: Check): string {
  switch (check.check) {
    case 'not_null':
      return `${folded(check.column)} is never NULL`;
    case 'unique':
      return check.columns.length === 1
        ? `${folded(check.columns[0] ?? '')} is unique`
        : `${check.columns.map(folded).join(', ')} are unique together`;
    case 'accepted_values':
      return `${folded(check.column)} is one of ${valuesInWords(check.values)}`;
    case 'relationship':
      return `${folded(check.column)} is in ${check.to}.${folded(check.to_column)}`;
    case 'row_count':
      if (check.max === undefined) return `at least ${rowsInWords(check.min ?? 0)}`;
      return check.min === undefined
        ? `at most ${rowsInWords(check.max)}`
        : `between ${check.min.toLocaleString('en')} and ${rowsInWords(check.max)}`;
    case 'row_change': {
      const bounds = [
        ...(check.max_decrease === undefined ? [] : [`at most ${check.max_decrease} % fewer`]),
        ...(check.max_increase === undefined ? [] : [`at most ${check.max_increase} % more`]),
      ];
      return `${bounds.join(' and ')} rows than the last run that completed`;
    }
    case 'freshness':
      return `the latest ${folded(check.column)} is within ${spanInWords(check.within)}`;
    case 'sql':
      return 'its query returns no rows';
  }
}

/** The same where nothing else names the check. */
export function checkLine(check: Check): string {
  return check.name === undefined ? checkWords(check) : `${check.name}: ${checkWords(check)}`;
}

export function severityOf({ severity }: { severity?: Severity | undefined }): Severity {
  return severity ?? 'fail';
}

export function rowsInWords(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'row' : 'rows'}`;
}

/** "2 failed, 1 warned, 4 passed"; empty without checks. */
export function outcomesInWords(results: readonly { outcome: CheckOutcome }[]): string {
  const words = { failed: 'failed', error: 'could not be looked at', warned: 'warned', passed: 'passed' };
  return (Object.keys(words) as CheckOutcome[])
    .flatMap(outcome => {
      const count = results.filter(result => result.outcome === outcome).length;
      return count === 0 ? [] : [`${count} ${words[outcome]}`];
    })
    .join(', ');
}

/** Whether a result keeps a run from going on. */
export function stopsRun({ outcome, severity }: { outcome: CheckOutcome; severity: Severity }): boolean {
  return outcome === 'failed' || (outcome === 'error' && severity === 'fail');
}

function spanInWords(text: string): string {
  const ms = parseDuration(text);
  return ms === undefined ? text : formatDuration(ms);
}

const shown = 5;

function valuesInWords(values: readonly (string | number | boolean)[]): string {
  const some = values
    .slice(0, shown)
    .map(value => (typeof value === 'string' ? `'${value}'` : String(value)));
  const more = values.length - some.length;
  return `${some.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** A column as the catalogue stores it; what is no name stays as it is. */
function folded(column: string): string {
  const name = parseName(column);
  return name === null ? column : displayName(name);
}
