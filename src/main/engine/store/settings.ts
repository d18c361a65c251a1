import type { Db } from './open.ts';

export function settingSql(db: Db) {
  const read = db.prepare<[string], { value_json: string }>('SELECT value_json FROM settings WHERE name = ?');
  const write = db.prepare<[string, string]>(
    'INSERT INTO settings (name, value_json) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value_json = excluded.value_json',
  );
  return {
    get<T>(name: string, otherwise: T): T {
      const row = read.get(name);
      return row ? (JSON.parse(row.value_json) as T) : otherwise;
    },
    set(name: string, value: unknown): void {
      write.run(name, JSON.stringify(value));
    },
  };
}
