import type { Clock } from '../../../src/main/engine/ports.ts';

/** A user of the account with everything that signs in. Names are upper case, as the catalogue keeps them. */
export interface UserScript {
  name: string;
  /** A service user cannot use passwords or a browser. Default: person. */
  type?: 'person' | 'service';
  disabled?: boolean;
  roles?: string[];
  defaultRole?: string;
  defaultWarehouse?: string;
  /** Session parameters that an administrator set for the user. */
  parameters?: Record<string, string>;
  /** Public keys in PEM; Snowflake takes two at a time. */
  publicKeys?: string[];
  accessTokens?: { token: string; role?: string; expiresAtMs?: number }[];
  /** Access tokens of an identity provider that are this user. */
  oauthTokens?: { token: string; expiresAtMs?: number; role?: string }[];
  /** Of the server's own token endpoint (`/oauth/token-request`); its tokens are this user. */
  oauthClients?: { id: string; secret: string; lifetimeSeconds?: number }[];
  password?: string;
  /** What a person answers on the second device; without it, a password alone signs in. */
  mfa?: { passcode?: string; push?: 'approve' | 'deny' };
}

export interface RoleScript {
  /** Roles whose privileges this one has too. */
  roles?: string[];
  /** As in GRANT: `USAGE ON WAREHOUSE COMPUTE_WH`, `SELECT ON TABLE RAW.SHOP.ORDERS`. */
  grants?: string[];
}

export interface WarehouseScript {
  size?: string;
  suspended?: boolean;
  /** Whether a statement wakes it. Default: true. */
  autoResume?: boolean;
  /** Name of the resource monitor that keeps it from resuming. */
  overQuota?: string;
}

export interface ServerOptions {
  /** Default 0: any free one. */
  port?: number;
  /** As users write it; compared without case. */
  account?: string;
  /** Besides those every account has: ACCOUNTADMIN, SYSADMIN, PUBLIC. */
  roles?: Record<string, RoleScript>;
  users?: UserScript[];
  warehouses?: Record<string, WarehouseScript>;
  /** Schemas by database; PUBLIC and INFORMATION_SCHEMA are always there. */
  databases?: Record<string, string[]>;
  /** Run as ACCOUNTADMIN before the first request: tables, rows, grants. */
  setup?: string[];
  clock?: Clock;
  /** How long a request waits for its statement before it is told to ask again; 45 s at Snowflake. */
  answerWithinMs?: number;
  /** Rows that come with the answer itself; what is more comes in chunks. */
  inlineRows?: number;
  chunkRows?: number;
  sessionValiditySeconds?: number;
  masterValiditySeconds?: number;
}
