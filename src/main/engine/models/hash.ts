import { createHash } from 'node:crypto';

/** SHA-256 of a text, hex. */
export function hashOf(sql: string): string {
  return createHash('sha256').update(sql).digest('hex');
}
