import type { Access, Actor } from '../access.ts';
import type { Catalog } from '../catalog.ts';
import type { Answer, Sizes } from '../results.ts';
import type { Session, Sessions } from '../sessions.ts';
import type { Statement, Statements } from '../statements.ts';
import type { LakeSession } from '../lake.ts';
import type { Parameters } from '../parameters.ts';

/** What statements run against. */
export interface Account {
  name: string;
  catalog: Catalog;
  access: Access;
  sessions: Sessions;
  statements: Statements;
  parameters: Parameters;
  sizes: Sizes;
  /** Roles that a user may take on. */
  rolesOfUser: (user: string) => readonly string[];
  /** GRANT ROLE … TO USER, and REVOKE. */
  grantToUser: (user: string, role: string, gives: boolean) => void;
  /** Users that a role is granted to. */
  usersWith: (role: string) => string[];
  /** Cancels a statement as `SYSTEM$CANCEL_QUERY` does; the sentence it answers. */
  cancel: (id: string, user: string) => string;
}

/** One statement being run. */
export interface Work extends Account {
  session: Session;
  /** Where it reads and writes: the session's transaction, or a connection of the statement's own. */
  readonly lake: LakeSession;
  actor: Actor;
  statement: Statement;
  signal: AbortSignal;
  /** Runs one statement of a block, as a statement of its own; throws what it ends with. */
  runChild: (sql: string) => Promise<Answer>;
  /** Parameters of the request over those of the session. */
  parameter: (name: string) => string;
}
