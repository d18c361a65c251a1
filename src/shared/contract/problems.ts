import type * as z from 'zod';
import type { Problem } from '../domain/errors.ts';

/** What zod found wrong, as problems with readable paths: `triggers[0].cron`. Unknown keys are named one by one. */
export function zodProblems(
  issues: readonly z.core.$ZodIssue[],
  base: readonly PropertyKey[] = [],
): Problem[] {
  return issues.flatMap(issue => {
    const path = [...base, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      // Of our own inputs, a line for each key (strict.ts).
      const lines = issue.message.split('\n');
      const said = lines.length === issue.keys.length && lines[0]?.startsWith('is not') ? lines : [];
      return issue.keys.map((key, index) => ({
        path: pathText([...path, key]),
        message: said[index] ?? 'is not a known key here',
      }));
    }
    // What is wrong with a key is said by its own rules.
    if (issue.code === 'invalid_key' && issue.issues.length > 0) return zodProblems(issue.issues, path);
    if (issue.code === 'invalid_union' && issue.errors.length > 0) return unionProblems(issue, path);
    return [{ path: pathText(path), message: issueText(issue) }];
  });
}

/** The branch that fits best speaks for the union: the one with the fewest problems that is not of another type. */
function unionProblems(issue: z.core.$ZodIssueInvalidUnion, path: PropertyKey[]): Problem[] {
  const branches = issue.errors
    .map(errors => zodProblems(errors, path))
    .filter(problems => problems.length > 0);
  const deeper = branches.filter(problems => problems.some(problem => problem.path !== pathText(path)));
  const best = (deeper.length > 0 ? deeper : branches).sort((a, b) => a.length - b.length)[0];
  return best ?? [{ path: pathText(path), message: issueText(issue) }];
}

function issueText(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_small' || issue.code === 'too_big') return boundText(issue.message);
  if (issue.code === 'invalid_union' && 'options' in issue && issue.options) {
    return `is not a valid option: expected one of ${issue.options.map(each => JSON.stringify(each)).join('|')}`;
  }
  const text = issue.message.replace(/^Invalid input: /, '').replace(/^Invalid /, 'is not a valid ');
  return text.replace(/^expected (.*), received undefined$/, 'is missing (expected $1)');
}

/** "Too small: expected array to have >=1 items" as "must have at least 1 item". Texts of our own stay as they are. */
function boundText(message: string): string {
  return message.replace(
    /^Too (?:small|big): expected \w+ to (have|be) ([<>]=?)(\S+)( \w+)?$/,
    (_, verb: string, sign: string, bound: string, things = '') =>
      `must ${verb} ${bounds[sign]} ${bound}${bound === '1' ? things.replace(/s$/, '') : things}`,
  );
}

const bounds: Record<string, string> = {
  '>=': 'at least',
  '>': 'more than',
  '<=': 'at most',
  '<': 'less than',
};

export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    const name = String(key);
    if (!/^[\w-]+$/.test(name)) return `${text}[${JSON.stringify(name)}]`;
    return text === '' ? name : `${text}.${name}`;
  }, '');
}
