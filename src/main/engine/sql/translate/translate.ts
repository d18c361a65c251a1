import type { Translation } from '../types.ts';
export function translate(sql: string): Translation {
  return { sql, warnings: [] };
}
