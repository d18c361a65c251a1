import { quoteName, type Relation } from '../../../shared/domain/relation.ts';
import type { BuildStep, Order } from './dialect.ts';
import { nameOf, oneOf, quoteText } from './snowflake-statements.ts';

/**
 * Describes a table as the docs do. `CREATE TABLE … AS` takes no comments on columns, so that they come after it; what is said of
 * the table itself came with it, unless it stays where it is. None where nothing is to be said.
 */
export function commentSteps({ comments, increment }: Order, table: Relation): BuildStep[] {
  if (comments === null) return [];
  const columns = comments.columns.flatMap(({ name, text }) =>
    text === null ? [] : [`  COLUMN ${quoteName(name)} COMMENT ${quoteText(text)}`],
  );
  const statements = [
    ...(columns.length === 0 ? [] : [`ALTER TABLE ${nameOf(table)} MODIFY\n${columns.join(',\n')}`]),
    ...(increment === null || comments.target === null
      ? []
      : [`COMMENT ON TABLE ${nameOf(table)} IS ${quoteText(comments.target)}`]),
  ];
  if (statements.length === 0) return [];
  return [
    {
      name: 'comment',
      purpose: 'comment',
      statements: [oneOf(statements)],
      writes: [table.database],
      idempotent: true,
      stoppable: true,
    },
  ];
}
