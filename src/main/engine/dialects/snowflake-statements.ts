import type { Materialization } from '../../../shared/contract/materialization.ts';
import { type Problem, validationError } from '../../../shared/domain/errors.ts';
import { quoteName, quoteRelation, type Relation } from '../../../shared/domain/relation.ts';
import { longestName } from './beside.ts';

const parts = { database: 'database', schema: 'schema', name: 'table' } as const;

/** Parts of a name that Snowflake would not take, with paths into the job's definition. */
export function nameProblems(target: Relation): Problem[] {
  return (['database', 'schema', 'name'] as const).flatMap(part => {
    const { length } = Array.from(target[part]);
    if (length <= longestName) return [];
    return [
      {
        path: `target.${parts[part]}`,
        message: `has ${length} characters; Snowflake takes names of up to ${longestName}`,
      },
    ];
  });
}

/** The full name, always quoted. Throws `validation` for one that is too long. */
export function nameOf(relation: Relation): string {
  const problems = nameProblems(relation);
  if (problems.length > 0) throw validationError(problems);
  return quoteRelation(relation);
}

export function schemaOf({ database, schema }: Relation): string {
  return `${quoteName(database)}.${quoteName(schema)}`;
}

/** A text as Snowflake reads it: a backslash escapes in its strings, too. */
export function quoteText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

/** Creates or replaces what has the same type; what has another type is refused by Snowflake with `target_changed`. */
export function createAs(
  relation: Relation,
  materialization: Materialization,
  query: string,
  copyGrants: boolean,
): string {
  const clauses = [
    ...(materialization.type === 'view' ? [] : tableClauses(materialization)),
    ...(copyGrants ? ['COPY GRANTS'] : []),
    ...(materialization.comment === undefined ? [] : [`COMMENT = ${quoteText(materialization.comment)}`]),
  ];
  return `${['CREATE OR REPLACE', kindOf(materialization), nameOf(relation), ...clauses, 'AS'].join(' ')}\n${query}`;
}

/** `TABLE`, `TRANSIENT TABLE` or `VIEW`. */
export function kindOf(materialization: Materialization): string {
  if (materialization.type === 'view') return 'VIEW';
  return materialization.transient ? 'TRANSIENT TABLE' : 'TABLE';
}

function tableClauses({ cluster_by }: Exclude<Materialization, { type: 'view' }>): string[] {
  return cluster_by === undefined ? [] : [`CLUSTER BY (${cluster_by.join(', ')})`];
}

/** Several statements as one, which Snowflake runs one after the other until one fails. */
export function blockOf(statements: string[]): string {
  const block = ['BEGIN', ...statements.map(statement => `  ${statement};`), 'END'].join('\n');
  // A name may hold what would end the text.
  return `EXECUTE IMMEDIATE ${block.includes('$$') ? quoteText(block) : `$$\n${block}\n$$`}`;
}
