import type { Materialization } from '../../../shared/contract/materialization.ts';
import type { Problem } from '../../../shared/domain/errors.ts';
import { lex } from '../sql/tokens.ts';

/**
 * What is wrong with the expressions that a table is to be clustered by, on whatever engine: they travel with the job. Each
 * must be one expression that ends where it ends, so that it stays within the parentheses it is put in.
 */
export function clusteringProblems(materialization: Materialization): Problem[] {
  if (materialization.type === 'view') return [];
  return (materialization.cluster_by ?? []).flatMap((expression, index) => {
    const message = problemOf(expression);
    return message === null ? [] : [{ path: `materialization.cluster_by[${index}]`, message }];
  });
}

function problemOf(expression: string): string | null {
  const { tokens, comments, problems } = lex(expression);
  const [problem] = problems;
  if (problem) return problem.message;
  if (comments.length > 0) return 'holds a comment';
  if (tokens.length === 0) return 'is empty';
  const open: string[] = [];
  for (const { kind, text } of tokens) {
    if (kind === 'placeholder') return `holds the variable ${text}: variables are for the SQL of models`;
    if (kind !== 'operator') continue;
    const closing = closings[text];
    if (closing !== undefined) open.push(closing);
    if ((text === ')' || text === ']') && open.pop() !== text) return `has a ${text} that closes nothing`;
    if (text === ';') return 'is not one expression';
    if (text === ',' && open.length === 0) return 'holds several expressions: give each by itself';
  }
  return open.length > 0 ? `lacks a ${open.at(-1)}` : null;
}

const closings: Record<string, string> = { '(': ')', '[': ']' };
