import type { Migration } from './migration.ts';

/**
 * What is written about a model and its columns is kept with each version, a model knows the file it came from, and the
 * versions of all models can be searched. The index holds no texts, only where words are; triggers keep it in step in
 * the transaction of what changed, whoever changes it. Versions never change: only their tags come and go.
 */
export const versions: Migration = {
  number: 8,
  name: 'versions',
  sql: `
    ALTER TABLE models ADD COLUMN draft_docs_json TEXT NOT NULL DEFAULT '{}';
    ALTER TABLE model_versions ADD COLUMN docs_json TEXT NOT NULL DEFAULT '{}';

    -- The file, absolute; the SHA-256 of its text when it was last taken over, and when that was. All null without one.
    ALTER TABLE models ADD COLUMN origin_path TEXT;
    ALTER TABLE models ADD COLUMN origin_hash TEXT;
    ALTER TABLE models ADD COLUMN origin_at_ms INTEGER;

    CREATE VIEW version_texts AS
      SELECT v.id, v.model_id, v.number, v.sql, v.message, v.author,
        coalesce((SELECT group_concat(t.name, ' / ') FROM model_tags t
          WHERE t.model_id = v.model_id AND t.version = v.number), '') AS tags,
        coalesce(v.docs_json ->> '$.description', '') || coalesce((SELECT group_concat(
          char(10) || (c.value ->> '$.name') || ': ' || (c.value ->> '$.description'), '')
          FROM json_each(v.docs_json, '$.columns') c), '') AS docs
      FROM model_versions v;

    -- "_", "." and the like divide words: DATALAKE_PRD.RAW.FLIGHTS is found by its name, by "flights" and by "lake prd".
    CREATE VIRTUAL TABLE version_search USING fts5 (sql, message, tags, author, docs,
      content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2");
    INSERT INTO version_search (rowid, sql, message, tags, author, docs)
      SELECT id, sql, message, tags, author, docs FROM version_texts;

    CREATE TRIGGER version_search_new_version AFTER INSERT ON model_versions BEGIN
      INSERT INTO version_search (rowid, sql, message, tags, author, docs)
        SELECT id, sql, message, tags, author, docs FROM version_texts WHERE id = new.id;
    END;
    CREATE TRIGGER version_search_no_version AFTER DELETE ON model_versions BEGIN
      DELETE FROM version_search WHERE rowid = old.id;
    END;
    CREATE TRIGGER version_search_new_tag AFTER INSERT ON model_tags BEGIN
      INSERT OR REPLACE INTO version_search (rowid, sql, message, tags, author, docs)
        SELECT id, sql, message, tags, author, docs FROM version_texts
        WHERE model_id = new.model_id AND number = new.version;
    END;
    CREATE TRIGGER version_search_no_tag AFTER DELETE ON model_tags BEGIN
      INSERT OR REPLACE INTO version_search (rowid, sql, message, tags, author, docs)
        SELECT id, sql, message, tags, author, docs FROM version_texts
        WHERE model_id = old.model_id AND number = old.version;
    END;
  `,
};
