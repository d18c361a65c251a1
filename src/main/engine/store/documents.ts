import { createHash } from 'node:crypto';
import type { Db } from './open.ts';

/** Texts kept once by their content; ids are stable. */
export function documentSql(db: Db) {
  const find = db.prepare<[Buffer], { id: number }>('SELECT id FROM documents WHERE hash = ?');
  const insert = db.prepare<[Buffer, string]>('INSERT INTO documents (hash, body_json) VALUES (?, ?)');
  const read = db.prepare<[number], { body_json: string }>('SELECT body_json FROM documents WHERE id = ?');
  return {
    /** The id of the document with this content, adding it where it is new. */
    put(value: unknown): number {
      const body = JSON.stringify(value);
      const hash = createHash('sha256').update(body).digest();
      return find.get(hash)?.id ?? Number(insert.run(hash, body).lastInsertRowid);
    },
    get<T>(id: number): T {
      const row = read.get(id);
      if (!row) throw new RangeError(`document ${id} does not exist`);
      return JSON.parse(row.body_json) as T;
    },
  };
}
