import type { ChangeReport } from './types.ts';
export function classify(before: string, after: string): ChangeReport {
  return { change: before === after ? 'none' : 'breaking', reasons: [] };
}
