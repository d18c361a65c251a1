import { quoteName, quoteRelation, type Relation } from '../../../shared/domain/relation.ts';
import type { Comments } from './dialect.ts';

export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function createSchema({ database, schema }: Relation): string {
  return `CREATE SCHEMA IF NOT EXISTS ${quoteName(database)}.${quoteName(schema)}`;
}

/** Says of columns what is to be said. The comment on the target itself is taken: by it a script is found again. */
export function commentOn(relation: Relation, comments: Comments | null): string[] {
  return (comments?.columns ?? []).flatMap(({ name, text }) =>
    text === null
      ? []
      : [
          `COMMENT ON COLUMN ${quoteRelation(relation)}.${quoteName(name)} IS ${text === '' ? 'NULL' : quoteText(text)}`,
        ],
  );
}
