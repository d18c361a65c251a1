import type { Incremental } from '../../../shared/contract/materialization.ts';
import type { IntervalName } from '../../../shared/domain/intervals.ts';

export const strategyWords: Record<Incremental['strategy'], string> = {
  append: 'Append: they are added',
  merge: 'Merge: a row of the same key is replaced',
  delete_insert: 'Delete and insert: all rows of the same key or time are replaced',
};

export const schemaChangeWords: Record<NonNullable<Incremental['on_schema_change']>, string> = {
  fail: 'Fail, and change nothing',
  append_columns: 'Append the new columns; those that are gone stay empty',
  full_refresh: 'Build the whole table anew',
};

export const intervalWords: Record<IntervalName, string> = {
  hour: 'By hour',
  day: 'By day',
  week: 'By week, from Monday on',
  month: 'By month',
};
