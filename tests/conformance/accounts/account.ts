import type { Session } from '../../../src/main/engine/ports.ts';
import type { SnowflakeConnection } from '../../../src/shared/contract/connections.ts';
import type { SnowflakeServer } from '../../support/snowflake-server/server.ts';
import type { Capability, ConformanceCase } from '../case.ts';

/** The backends that the cases run against, as reports and documents name them. */
export const backends = ['protocol server', 'fakesnow', 'live account'] as const;
export type Backend = (typeof backends)[number];

/** An account to run cases against, with all that a connection to it takes. */
export interface Account {
  backend: Backend;
  /** Signs in with the secrets below. */
  definition: SnowflakeConnection;
  trustedHosts: string[];
  /** By name. */
  secrets: Record<string, string>;
  /** Where the cases work: a schema that is theirs alone. Role and warehouse are null where the account has none. */
  session: Session;
  /** A role of the user's that may use warehouse, database and schema of the session, and nothing in them; null for none. */
  limitedRole: string | null;
  /** A query of one row that is at work for so many seconds; null where none can be. */
  slowQuery: ((seconds: number) => string) | null;
  /** Where the account is the protocol server: what scripts it. */
  server: SnowflakeServer | null;
  /** Nothing of what the cases made is left in the account. */
  close(): Promise<void>;
}

/** The first capability that a case needs and the account does not have. */
export function lacks(account: Account, { needs = [] }: ConformanceCase): Capability | undefined {
  return needs.find(capability => !has(account, capability));
}

function has(
  { definition, session, limitedRole, slowQuery, server }: Account,
  capability: Capability,
): boolean {
  switch (capability) {
    case 'key pair':
      return definition.authenticator === 'key_pair';
    case 'roles':
      return session.role !== null;
    case 'limited role':
      return limitedRole !== null;
    case 'slow statements':
      return slowQuery !== null;
    case 'script':
      return server !== null;
  }
}
