import type { Trial } from './trial.ts';

/** What a case is about; the support table has a line for each. */
export const areas = [
  'signing in',
  'types',
  'queries',
  'catalogue',
  'definitions',
  'changes',
  'transactions',
  'incremental builds',
  'tags and time limits',
  'cancelling',
  'recall',
  'sessions',
  'errors',
  'portable SQL',
] as const;
export type Area = (typeof areas)[number];

/**
 * What a case takes for granted of an account, and not every one has.
 *
 * `key pair`: it signs in with one, and the test holds the private key. `roles`: it has roles, and the session has one.
 * `limited role`: another role may use the session's warehouse and schema, and nothing that is in it. `slow statements`: a
 * query can be made to last. `script`: the test decides what the account does and sees what it was asked: the protocol
 * server's faults and log.
 */
export type Capability = 'key pair' | 'roles' | 'limited role' | 'slow statements' | 'script';

/** One thing that holds for Slipway's executor with the official driver, whatever account is behind it. */
export interface ConformanceCase {
  area: Area;
  /** With the area, a sentence; unique. */
  name: string;
  needs?: readonly Capability[];
  /** Rejects when it does not hold. Cases share an account, and may run in any order. */
  run(trial: Trial): Promise<void>;
}

export function titleOf({ area, name }: Pick<ConformanceCase, 'area' | 'name'>): string {
  return `${area}: ${name}`;
}

/** The cases of an area; what they need besides what each of them names. */
export function casesOf(
  area: Area,
  cases: Record<string, ConformanceCase['run'] | [needs: readonly Capability[], run: ConformanceCase['run']]>,
): ConformanceCase[] {
  return Object.entries(cases).map(([name, given]) => {
    const [needs, run] = typeof given === 'function' ? [[], given] : given;
    return { area, name, needs, run };
  });
}
