import type { Db } from './open.ts';

/** A change by a person or a trigger, as the caller gives it. */
export interface AuditInput {
  actor: string;
  /** `model.publish`, `promotion.apply`, … */
  action: string;
  objectType: string;
  objectId: number | null;
  objectName: string;
  details?: Record<string, unknown>;
}

export interface AuditRow {
  seq: number;
  at_ms: number;
  actor: string;
  action: string;
  object_type: string;
  object_id: number | null;
  object_name: string;
  details_json: string;
}

export function auditSql(db: Db) {
  const insert = db.prepare<[number, string, string, string, number | null, string, string]>(
    'INSERT INTO audit (at_ms, actor, action, object_type, object_id, object_name, details_json) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const page = db.prepare<[number, number], AuditRow>(
    'SELECT * FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT ?',
  );
  const pageByType = db.prepare<[string, number, number], AuditRow>(
    'SELECT * FROM audit WHERE object_type = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
  );
  const pageByObject = db.prepare<[string, number, number, number], AuditRow>(
    'SELECT * FROM audit WHERE object_type = ? AND object_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
  );
  return {
    insert(now: number, entry: AuditInput): void {
      insert.run(
        now,
        entry.actor,
        entry.action,
        entry.objectType,
        entry.objectId,
        entry.objectName,
        JSON.stringify(entry.details ?? {}),
      );
    },
    /** Newest first, below `before`. */
    page(filter: { type?: string | undefined; id?: number | undefined }, before: number, limit: number) {
      if (filter.type === undefined) return page.all(before, limit);
      if (filter.id === undefined) return pageByType.all(filter.type, before, limit);
      return pageByObject.all(filter.type, filter.id, before, limit);
    },
  };
}
