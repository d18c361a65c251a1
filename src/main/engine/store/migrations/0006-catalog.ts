import type { Migration } from './migration.ts';

/** What warehouses have, as it was read last: kept so that names are there at once, and while a warehouse cannot be reached. */
export const catalog: Migration = {
  number: 6,
  name: 'catalog',
  sql: `
    CREATE TABLE catalogs (
      connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
      -- What is seen depends on it, and on session parameters, which stand behind it where there are any.
      role TEXT NOT NULL,
      -- Empty for the list of all databases.
      database TEXT NOT NULL,
      body_json TEXT NOT NULL,
      -- Names of tables and views that runs changed since: to be read again.
      changed_json TEXT NOT NULL DEFAULT '[]',
      read_at_ms INTEGER NOT NULL,
      PRIMARY KEY (connection_id, role, database)
    ) STRICT;

    CREATE TABLE catalog_statistics (
      connection_id INTEGER NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
      role TEXT NOT NULL,
      -- Quoted full name, as its engine tells names apart.
      relation TEXT NOT NULL,
      body_json TEXT NOT NULL,
      PRIMARY KEY (connection_id, role, relation)
    ) STRICT;
  `,
};
