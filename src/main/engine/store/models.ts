import type { Db } from './open.ts';

export interface ModelRow {
  id: number;
  name: string;
  description: string;
  owner: string;
  labels_json: string;
  draft_sql: string;
  /** See `storedDocs`. */
  draft_docs_json: string;
  draft_based_on: number | null;
  draft_revision: number;
  draft_updated_at_ms: number;
  created_at_ms: number;
  updated_at_ms: number;
  latest_version: number | null;
  origin_path: string | null;
  origin_hash: string | null;
  origin_at_ms: number | null;
}

export interface VersionRow {
  model_id: number;
  number: number;
  sql: string;
  docs_json: string;
  hash: string;
  sources_json: string;
  message: string;
  author: string;
  origin_path: string | null;
  origin_hash: string | null;
  created_at_ms: number;
}

export interface FoundVersionRow extends VersionRow {
  id: number;
  model_name: string;
  latest_version: number;
}

export interface TagRow {
  model_id: number;
  name: string;
  version: number;
  note: string;
  author: string;
  created_at_ms: number;
}

export function modelSql(db: Db) {
  return {
    byId: db.prepare<[number], ModelRow>('SELECT * FROM models WHERE id = ?'),
    nameById: db.prepare<[number], { name: string }>('SELECT name FROM models WHERE id = ?'),
    byName: db.prepare<[string], ModelRow>('SELECT * FROM models WHERE name = ?'),
    names: db.prepare<[], { id: number; name: string }>('SELECT id, name FROM models ORDER BY name'),
    /** In the order of names, after `after`; `pattern` is a LIKE pattern with "\\" as escape. */
    page: db.prepare<[{ pattern: string; after: string; limit: number }], ModelRow>(
      `SELECT * FROM models m
       WHERE m.name > @after AND (@pattern = '%' OR m.name LIKE @pattern ESCAPE '\\'
         OR m.description LIKE @pattern ESCAPE '\\' OR m.owner LIKE @pattern ESCAPE '\\'
         OR m.labels_json LIKE @pattern ESCAPE '\\' OR m.draft_sql LIKE @pattern ESCAPE '\\')
       ORDER BY m.name LIMIT @limit`,
    ),
    insert: db.prepare<
      [
        {
          name: string;
          description: string;
          owner: string;
          labels_json: string;
          sql: string;
          docs_json: string;
          now: number;
        },
      ]
    >(
      `INSERT INTO models (name, description, owner, labels_json, draft_sql, draft_docs_json, draft_based_on,
         draft_revision, draft_updated_at_ms, created_at_ms, updated_at_ms)
       VALUES (@name, @description, @owner, @labels_json, @sql, @docs_json, NULL, 1, @now, @now, @now)`,
    ),
    update: db.prepare<
      [{ id: number; name: string; description: string; owner: string; labels_json: string; now: number }]
    >(
      `UPDATE models SET name = @name, description = @description, owner = @owner, labels_json = @labels_json,
         updated_at_ms = @now WHERE id = @id`,
    ),
    saveDraft: db.prepare<
      [{ id: number; sql: string; docs_json: string; based_on: number | null; now: number }]
    >(
      `UPDATE models SET draft_sql = @sql, draft_docs_json = @docs_json, draft_based_on = @based_on,
         draft_revision = draft_revision + 1, draft_updated_at_ms = @now, updated_at_ms = @now WHERE id = @id`,
    ),
    setOrigin: db.prepare<[{ id: number; path: string | null; hash: string | null; at: number | null }]>(
      'UPDATE models SET origin_path = @path, origin_hash = @hash, origin_at_ms = @at WHERE id = @id',
    ),
    setLatest: db.prepare<[number, number, number]>(
      'UPDATE models SET latest_version = ?, updated_at_ms = ? WHERE id = ?',
    ),
    /** A row when the draft, with what is written about it, is the version it is based on. */
    draftUnchanged: db.prepare<[number], { found: 1 }>(
      `SELECT 1 AS found FROM models m LEFT JOIN model_versions v ON v.model_id = m.id AND v.number = m.draft_based_on
       WHERE m.id = ? AND m.draft_sql = coalesce(v.sql, '') AND m.draft_docs_json = coalesce(v.docs_json, '{}')`,
    ),
    remove: db.prepare<[number]>('DELETE FROM models WHERE id = ?'),
    /** Jobs, removed ones included, keep a model alive. */
    users: db.prepare<[number], { name: string; removed: number }>(
      'SELECT name, removed_at_ms IS NOT NULL AS removed FROM jobs WHERE model_id = ? ORDER BY name',
    ),

    insertVersion: db.prepare<[VersionRow]>(
      `INSERT INTO model_versions (model_id, number, sql, docs_json, hash, sources_json, message, author, origin_path,
         origin_hash, created_at_ms)
       VALUES (@model_id, @number, @sql, @docs_json, @hash, @sources_json, @message, @author, @origin_path,
         @origin_hash, @created_at_ms)`,
    ),
    version: db.prepare<[number, number], VersionRow>(
      'SELECT * FROM model_versions WHERE model_id = ? AND number = ?',
    ),
    latest: db.prepare<[number], VersionRow>(
      'SELECT * FROM model_versions WHERE model_id = ? ORDER BY number DESC LIMIT 1',
    ),
    /** Newest first; `query` is one of FTS5, null for all. */
    versions: db.prepare<
      [{ model: number; query: string | null; before: number; limit: number }],
      VersionRow
    >(
      `SELECT * FROM model_versions
       WHERE model_id = @model AND number < @before
         AND (@query IS NULL OR id IN (SELECT rowid FROM version_search WHERE version_search MATCH @query))
       ORDER BY number DESC LIMIT @limit`,
    ),
    /** Versions of all models, or of one, that match a query of FTS5; what was added last comes first. */
    foundVersions: db.prepare<
      [{ query: string; model: number | null; latest: 0 | 1; before: number; limit: number }],
      FoundVersionRow
    >(
      `SELECT v.*, m.name AS model_name, m.latest_version
       FROM version_search s JOIN model_versions v ON v.id = s.rowid JOIN models m ON m.id = v.model_id
       WHERE version_search MATCH @query AND s.rowid < @before AND (@model IS NULL OR v.model_id = @model)
         AND (@latest = 0 OR v.number = m.latest_version)
       ORDER BY s.rowid DESC LIMIT @limit`,
    ),

    tag: db.prepare<[number, string], TagRow>('SELECT * FROM model_tags WHERE model_id = ? AND name = ?'),
    tags: db.prepare<[number], TagRow>(
      'SELECT * FROM model_tags WHERE model_id = ? ORDER BY version DESC, created_at_ms DESC, name',
    ),
    insertTag: db.prepare<[TagRow]>(
      `INSERT INTO model_tags (model_id, name, version, note, author, created_at_ms)
       VALUES (@model_id, @name, @version, @note, @author, @created_at_ms)`,
    ),
    removeTag: db.prepare<[number, string]>('DELETE FROM model_tags WHERE model_id = ? AND name = ?'),
  };
}

/** A LIKE pattern that finds `text` anywhere; "%" when there is nothing to search for. */
export function likePattern(text: string | undefined): string {
  const words = text?.trim() ?? '';
  return words === '' ? '%' : `%${words.replaceAll(/[\\%_]/g, '\\$&')}%`;
}
