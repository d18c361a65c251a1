import type { KeychainProblem } from './problems.ts';

/** What the keychain's process is asked; it answers each, in any order. */
export type Request = { id: number } & (
  | { op: 'get' | 'has' | 'delete'; name: string }
  | { op: 'set'; name: string; value: string }
  /** Whether it answers at all. */
  | { op: 'check' }
);

/** `result`: the value or null of `get`, whether it was there of `has` and `delete`; null otherwise. */
export type Answer =
  | { id: number; result: string | boolean | null }
  | { id: number; problem: Exclude<KeychainProblem, 'silent'> };
