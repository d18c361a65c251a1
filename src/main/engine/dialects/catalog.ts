import type { Relation } from '../../../shared/domain/relation.ts';
import type { ColumnKind } from './statistics.ts';

/** How an engine is asked about one of its tables or views. Pure. */
export interface CatalogDialect {
  /** The names of all databases are at hand: reading them costs nothing worth mentioning. */
  readonly atHand: boolean;
  /** It notes when a table was last changed. */
  readonly notesChanges: boolean;
  /** What statistics there can be of a column of a type. */
  readonly kindOf: (type: string) => ColumnKind;
  /** A row for each column, in their order, with `name`, `type`, `null?`, `default`, `primary key` and `comment`; Y or N. */
  describe(relation: Relation, type: 'table' | 'view'): string;
  /** The statement that would make it again, in one cell; no row where it is not there. */
  ddl(relation: Relation, type: 'table' | 'view'): string;
}
