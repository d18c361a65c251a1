/** One step of the database's schema. Once it has landed it never changes: its hash is kept in every database. */
export interface Migration {
  /** Position in the list, from 1; the database's `user_version` after it. */
  number: number;
  name: string;
  sql: string;
  /** It makes anew a table that others refer to: foreign keys are off meanwhile, and checked before it is committed. */
  rebuilds?: true;
}
