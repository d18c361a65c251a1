import { Canonicalizer } from './classify/canonical.ts';
import { readScript } from './statements.ts';

/**
 * What the output columns of a query are called, in their order; unquoted names in upper case, "" for one that the
 * warehouse names. Null where the text alone does not tell: a `*` of a table, or no query that can be read.
 */
export function outputNames(sql: string): string[] | null {
  const { script, problems } = readScript(sql);
  const [statement] = script.statements;
  const query = script.statements.length === 1 ? statement?.query : undefined;
  if (problems.length > 0 || !query) return null;
  const { complete, columns } = new Canonicalizer().of(query, sql);
  return complete ? columns.map(({ name }) => name) : null;
}
