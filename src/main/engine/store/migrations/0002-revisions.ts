import type { Migration } from './migration.ts';

/** Who edits a job or an environment says which state they looked at; each write makes a new one. */
export const revisions: Migration = {
  number: 2,
  name: 'revisions',
  sql: `
    ALTER TABLE environments ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE jobs ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
  `,
};
