import type { CheckKind } from '../../shared/contract/checks.ts';

/** What the kinds of checks are called on screens. */
export const checkTitles: Record<CheckKind, string> = {
  not_null: 'Never NULL',
  unique: 'Unique',
  accepted_values: 'Accepted values',
  relationship: 'In another table',
  row_count: 'Number of rows',
  row_change: 'Change of rows',
  freshness: 'Fresh',
  sql: 'Query for bad rows',
};
