import type { Variables } from '../../../shared/contract/common.ts';
import { type Problem, SlipwayError } from '../../../shared/domain/errors.ts';
import {
  displayRelation,
  mapRelation,
  parseNameParts,
  quoteRelation,
  type Relation,
} from '../../../shared/domain/relation.ts';
import type { Surroundings } from '../sql/compile.ts';
import { requireQuery } from '../sql/query.ts';
import type { Analysis } from '../sql/types.ts';
import { findPlaceholders, maskVariables } from '../sql/variables.ts';

/** The name by which the text of a check calls what it looks at: `{{ this }}`. */
const thisName = 'this';

/** A relation as people write it in a job, with the environment's defaults; null where it is no name, or a part is missing. */
export function writtenRelation(
  text: string,
  { database, schema }: Pick<Surroundings, 'database' | 'schema'>,
): Relation | null {
  const parts = parseNameParts(text);
  const name = parts?.at(-1);
  const relation = { database: parts?.at(-3) ?? database, schema: parts?.at(-2) ?? schema };
  return name && relation.database && relation.schema
    ? { database: relation.database, schema: relation.schema, name }
    : null;
}

/** What such a name stands for; null as there. */
export function mappedRelation(text: string, surroundings: Surroundings): Relation | null {
  const written = writtenRelation(text, surroundings);
  return written && mapRelation(written, surroundings.sourceMapping, surroundings.jobMapping);
}

/** The text with what it looks at by its name. */
export function withThis(sql: string, relation: Relation): string {
  let result = '';
  let from = 0;
  for (const { name, start, end } of findPlaceholders(sql).placeholders) {
    if (name.toLowerCase() !== thisName) continue;
    result += sql.slice(from, start) + displayRelation(relation);
    from = end;
  }
  return result + sql.slice(from);
}

/** Surroundings in which the target of a job stays what it is, whatever the sources are mapped to. */
export function keeping(surroundings: Surroundings, relation: Relation): Surroundings {
  const name = quoteRelation(relation);
  return { ...surroundings, jobMapping: { ...surroundings.jobMapping, [name]: name } };
}

/** What is wrong with the text of a check before any run: it must be one query. */
export async function textProblems(
  analysis: Analysis,
  sql: string,
  variables: Variables,
  path: string,
): Promise<Problem[]> {
  const { problems, placeholders } = findPlaceholders(sql);
  if (problems.length > 0)
    return problems.map(problem => ({ path, message: `${problem.message} (line ${problem.line})` }));
  const named = withThis(sql, { database: 'A', schema: 'B', name: 'C' });
  try {
    await requireQuery(analysis, maskVariables(named), 'check');
  } catch (cause) {
    if (!(cause instanceof SlipwayError) || cause.code !== 'validation') throw cause;
    const [first] = cause.details.problems ?? [];
    const message =
      first === undefined
        ? cause.message
        : `${first.message}${first.line === undefined ? '' : ` (line ${first.line})`}`;
    return [{ path, message: cause.message.startsWith('A check only') ? cause.message : message }];
  }
  const unknown = placeholders.filter(
    ({ name }) => name.toLowerCase() !== thisName && !Object.hasOwn(variables, name),
  );
  return unknown.map(({ name }) => ({
    path,
    message: `names the variable "${name}", which neither the job nor its environment has`,
  }));
}
