import type { AuditEntry } from '../../../shared/contract/workspace.ts';
import { type Context, iso } from '../context.ts';
import { numberAfter } from '../lookup.ts';

/** The record of every change by a person or a trigger; nothing is ever removed from it. */
export function createAudit({ store }: Context) {
  return {
    list(input: {
      object_type?: string | undefined;
      object_id?: number | undefined;
      limit: number;
      after?: string | undefined;
    }): { entries: AuditEntry[]; next: string | null } {
      const before = numberAfter(input.after, Number.MAX_SAFE_INTEGER);
      const filter = { type: input.object_type, id: input.object_id };
      const rows = store.sql.audit.page(filter, before, input.limit + 1);
      const page = rows.slice(0, input.limit);
      return {
        entries: page.map(row => ({
          seq: row.seq,
          at: iso(row.at_ms),
          actor: row.actor,
          action: row.action,
          object_type: row.object_type,
          object_id: row.object_id,
          object_name: row.object_name,
          details: JSON.parse(row.details_json) as Record<string, unknown>,
        })),
        next: rows.length > input.limit ? String(page.at(-1)?.seq) : null,
      };
    },
  };
}
