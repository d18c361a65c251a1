import type { Materialization } from '../../../shared/contract/materialization.ts';
import { type Problem, validationError } from '../../../shared/domain/errors.ts';
import { quoteName, quoteRelation, type Relation } from '../../../shared/domain/relation.ts';
import { longestName } from './beside.ts';
import type { Comments } from './dialect.ts';

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
  comments: Comments | null = null,
): string {
  const comment = materialization.comment ?? comments?.target ?? undefined;
  const clauses = [
    ...(materialization.type === 'view' ? [] : tableClauses(materialization)),
    ...(copyGrants ? ['COPY GRANTS'] : []),
    ...(comment === undefined ? [] : [`COMMENT = ${quoteText(comment)}`]),
  ];
  const list = materialization.type === 'view' ? columnList(comments) : [];
  return `${['CREATE OR REPLACE', kindOf(materialization), nameOf(relation), ...list, ...clauses, 'AS'].join(' ')}\n${query}`;
}

/** A view's columns are described where it is made; the list then names all of them. */
function columnList(comments: Comments | null): string[] {
  const columns = comments?.columns ?? [];
  if (columns.every(({ text }) => text === null)) return [];
  const said = columns.map(({ name, text }) =>
    text === null ? quoteName(name) : `${quoteName(name)} COMMENT ${quoteText(text)}`,
  );
  return [`(\n  ${said.join(',\n  ')}\n)`];
}

/** `TABLE`, `TRANSIENT TABLE` or `VIEW`. */
export function kindOf(materialization: Materialization): string {
  if (materialization.type === 'view') return 'VIEW';
  return materialization.transient ? 'TRANSIENT TABLE' : 'TABLE';
}

function tableClauses({ cluster_by }: Exclude<Materialization, { type: 'view' }>): string[] {
  return cluster_by === undefined ? [] : [`CLUSTER BY (${cluster_by.join(', ')})`];
}

/** One or several statements as one, which has one id. */
export function oneOf(statements: string[]): string {
  const [only = '', another] = statements;
  return another === undefined ? only : blockOf(statements);
}

/** Several statements as one, which Snowflake runs one after the other until one fails. */
export function blockOf(statements: string[]): string {
  const block = ['BEGIN', ...statements.map(statement => `  ${statement};`), 'END'].join('\n');
  // A name may hold what would end the text.
  return `EXECUTE IMMEDIATE ${block.includes('$$') ? quoteText(block) : `$$\n${block}\n$$`}`;
}
