import type { Migration } from './migration.ts';

/**
 * Who edits a job or an environment says which state they looked at; each write makes a new one. A deployment keeps
 * where it went: its job may come to write elsewhere.
 */
export const revisions: Migration = {
  number: 2,
  name: 'revisions',
  sql: `
    ALTER TABLE environments ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE jobs ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE deployments ADD COLUMN target TEXT;
    UPDATE deployments SET target = (SELECT target FROM jobs WHERE jobs.id = job_id);
    CREATE INDEX deployments_by_target ON deployments (target);
  `,
};
