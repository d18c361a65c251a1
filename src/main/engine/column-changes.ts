import type { Column } from '../../shared/contract/common.ts';
import type { EngineName } from '../../shared/domain/engines.ts';
import { keyOfQuoted } from '../../shared/domain/relation.ts';

export interface ColumnChanges {
  added: Column[];
  removed: Column[];
  retyped: { name: string; from: string; to: string }[];
}

/** Whether two names are those of the same column of a table. */
export function sameColumn(a: string, b: string, engine: EngineName): boolean {
  return keyOfQuoted(a, engine) === keyOfQuoted(b, engine);
}

/** What makes the columns `after` of those `before`, as the engine tells names apart; types are compared as texts. */
export function columnChanges(before: Column[], after: Column[], engine: EngineName): ColumnChanges {
  const keyed = (columns: Column[]) =>
    new Map(columns.map(column => [keyOfQuoted(column.name, engine), column]));
  const [old, kept] = [keyed(before), keyed(after)];
  return {
    added: [...kept].flatMap(([key, column]) => (old.has(key) ? [] : [column])),
    removed: [...old].flatMap(([key, column]) => (kept.has(key) ? [] : [column])),
    retyped: [...kept].flatMap(([key, { name, type }]) => {
      const from = old.get(key)?.type;
      return from === undefined || from === type ? [] : [{ name, from, to: type }];
    }),
  };
}
