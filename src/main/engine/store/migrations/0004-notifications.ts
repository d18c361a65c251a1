import type { Migration } from './migration.ts';

/** Channels, rules, and the outbox: a message is written with what it is about, and delivered afterwards. */
export const notifications: Migration = {
  number: 4,
  name: 'notifications',
  sql: `
    -- Definitions hold names of secrets, never a secret.
    CREATE TABLE channels (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL COLLATE NOCASE UNIQUE,
      definition_json TEXT NOT NULL,
      revision INTEGER NOT NULL DEFAULT 1,
      created_at_ms INTEGER NOT NULL,
      updated_at_ms INTEGER NOT NULL
    ) STRICT;

    -- Definitions name jobs, environments and channels by their ids.
    CREATE TABLE notification_rules (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL COLLATE NOCASE UNIQUE,
      definition_json TEXT NOT NULL,
      revision INTEGER NOT NULL DEFAULT 1,
      created_at_ms INTEGER NOT NULL,
      updated_at_ms INTEGER NOT NULL
    ) STRICT;

    -- One row a message. It gathers until it closes; then it is sent, again and again while next_attempt_at_ms says so.
    -- Names are kept: channels and rules may go.
    CREATE TABLE deliveries (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      channel_id INTEGER NOT NULL,
      channel_name TEXT NOT NULL,
      rule_id INTEGER,
      rule_name TEXT,
      state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'failed')),
      run_id INTEGER,
      message_json TEXT NOT NULL,
      created_at_ms INTEGER NOT NULL,
      closes_at_ms INTEGER NOT NULL,
      next_attempt_at_ms INTEGER
    ) STRICT;
    CREATE INDEX deliveries_to_make ON deliveries (channel_id, next_attempt_at_ms) WHERE state = 'pending';
    CREATE INDEX deliveries_by_channel ON deliveries (channel_id, id);
    CREATE INDEX deliveries_by_time ON deliveries (created_at_ms);
    CREATE INDEX deliveries_by_run ON deliveries (run_id, id) WHERE run_id IS NOT NULL;

    CREATE TABLE delivery_attempts (
      delivery_id INTEGER NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
      attempt INTEGER NOT NULL,
      at_ms INTEGER NOT NULL,
      elapsed_ms INTEGER NOT NULL,
      ok INTEGER NOT NULL,
      message TEXT NOT NULL,
      PRIMARY KEY (delivery_id, attempt)
    ) STRICT, WITHOUT ROWID;
  `,
};
