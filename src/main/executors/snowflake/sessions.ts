import { displayName, quoteName } from '../../../shared/domain/relation.ts';
import type { Session } from '../../engine/ports.ts';
import type { Redaction } from '../../system/redaction.ts';
import { cancelledError, executionError } from '../failures.ts';
import type { Job } from '../job.ts';
import type { DriverStatement } from './driver-types.ts';
import { toExecutionError, troubleOf } from './errors.ts';
import { secondaryRolesOf, statementParameters } from './parameters.ts';
import type { Patience } from './patience.ts';
import { whilePassing } from './retry.ts';
import { SnowflakeSession } from './session.ts';
import type { SignIn, SignInPlace } from './sign-in.ts';

/** More idle ones are not kept. */
const maxIdle = 16;

/** A question is asked in so many sessions one after the other, each of which ended before it answered. */
const maxRenewals = 3;

/** A session lent out for one piece of work. */
export interface Lease {
  /** Of the environment that it was taken for. */
  readonly surroundings: Session;
  session: SnowflakeSession;
  /** It is not for others: it is ended on return. */
  soiled: boolean;
  /** Puts another session in the place of one that has ended. */
  renew(): Promise<void>;
}

interface Idle {
  key: string;
  session: SnowflakeSession;
  stopTimer: () => void;
}

/** Sessions of one account, used again and again. How many are out at once is up to the queues. */
export class Sessions {
  private readonly signIn: SignIn;
  private readonly redaction: Redaction;
  private readonly patience: Patience;
  private readonly idle: Idle[] = [];
  private readonly ending = new Set<Promise<void>>();

  constructor(signIn: SignIn, redaction: Redaction, patience: Patience) {
    this.signIn = signIn;
    this.redaction = redaction;
    this.patience = patience;
  }

  /**
   * Lends a session for questions that only read: they are asked again where the session turns out to have ended, and for a
   * while where the account cannot be reached. Errors are mapped by the caller.
   */
  async use<T>(surroundings: Session, work: (lease: Lease) => Promise<T>): Promise<T> {
    const lease = await this.take(surroundings);
    try {
      return await whilePassing(this.patience, () => inLivingSession(lease, work));
    } finally {
      this.give(lease);
    }
  }

  /** As `use`, for work that outlives the call. Throws what signing in throws, as `ExecutionError`. */
  async take(surroundings: Session): Promise<Lease> {
    const key = keyOf(surroundings);
    const found = this.idle.findLastIndex(idle => idle.key === key && idle.session.isUp);
    const [idle] = found >= 0 ? this.idle.splice(found, 1) : [];
    idle?.stopTimer();
    const opened = idle ? { session: idle.session, soiled: false } : await this.open(surroundings);
    const lease: Lease = {
      surroundings,
      ...opened,
      renew: async () => {
        const ended = lease.session;
        const { session, soiled } = await this.open(surroundings);
        lease.session = session;
        lease.soiled ||= soiled;
        this.endLater(ended);
      },
    };
    return lease;
  }

  /** As `take`, until the job is cancelled: signing in may take minutes. What comes of that is then kept for others. */
  async takeFor(job: Job, surroundings: Session): Promise<Lease> {
    job.throwIfCancelled();
    const cancelled = Promise.withResolvers<never>();
    const unregister = job.onCancel(() => cancelled.reject(cancelledError(job.queryId)));
    const taken = this.take(surroundings);
    try {
      return await Promise.race([taken, cancelled.promise]);
    } catch (cause) {
      taken.then(lease => this.give(lease)).catch(() => {});
      throw cause;
    } finally {
      unregister();
    }
  }

  give(lease: Lease): void {
    const { session, soiled, surroundings } = lease;
    if (soiled || !session.isUp || this.idle.length >= maxIdle) {
      this.endLater(session);
      return;
    }
    const entry: Idle = { key: keyOf(surroundings), session, stopTimer: () => clearTimeout(timer) };
    const timer = setTimeout(() => {
      this.idle.splice(this.idle.indexOf(entry), 1);
      this.endLater(session);
    }, this.patience.idleSessionMs);
    this.idle.push(entry);
  }

  /** A session with nothing chosen but the role, if that: for looking at what can be chosen. */
  async openBare(place: SignInPlace): Promise<SnowflakeSession> {
    const connection = await this.signIn.open(place);
    return new SnowflakeSession(connection, this.signIn.driver.wire, this.patience);
  }

  /** Ends a session without waiting for it. */
  endLater(session: SnowflakeSession): void {
    if (!session.isUp) return;
    const ended = session.end().finally(() => this.ending.delete(ended));
    this.ending.add(ended);
  }

  async closeAll(): Promise<void> {
    for (const { session, stopTimer } of this.idle.splice(0)) {
      stopTimer();
      this.endLater(session);
    }
    await Promise.all(this.ending);
  }

  private async open(surroundings: Session): Promise<{ session: SnowflakeSession; soiled: boolean }> {
    const { role, warehouse, database, schema } = surroundings;
    const secondary = secondaryRolesOf(surroundings);
    const session = await this.openBare({ role, warehouse, database, schema });
    try {
      const parameters = statementParameters(surroundings);
      const run = (sql: string) => whilePassing(this.patience, () => session.run({ sql, parameters }));
      // Where account or user have it off, what a statement alone wrote would be undone when its session ends.
      await run('ALTER SESSION SET AUTOCOMMIT = TRUE');
      // Its answer tells where the session stands.
      const statement = await run(`USE SECONDARY ROLES ${secondary}`);
      return { session, soiled: !isComplete(statement, surroundings) };
    } catch (cause) {
      this.endLater(session);
      throw toExecutionError(cause, this.redaction, this.signIn.context());
    }
  }
}

/** Asks in another session where the lent one turns out to have ended. */
async function inLivingSession<T>(lease: Lease, work: (lease: Lease) => Promise<T>): Promise<T> {
  for (let renewals = 0; ; renewals++) {
    try {
      return await work(lease);
    } catch (cause) {
      if (troubleOf(cause) !== 'session' || renewals >= maxRenewals) throw cause;
      if (!(await lease.session.revive())) await lease.renew();
    }
  }
}

/**
 * Snowflake signs in where a name means nothing, and leaves the place open. A warehouse that is not there is an error now,
 * rather than "no active warehouse" later. A database or schema may be made by the first run: such a session is good for
 * it, and is not kept.
 */
function isComplete(statement: DriverStatement, { role, warehouse, database, schema }: Session): boolean {
  const state = statement.getSessionState();
  if (!state) return false;
  if (!isNamed(role, state.getCurrentRole())) {
    throw executionError({
      code: 'role_missing',
      message: `Role ${displayName(role ?? '')} does not exist, or is not granted to the user`,
      sqlstate: '42501',
      hint: 'Check the role of the environment',
    });
  }
  if (!isNamed(warehouse, state.getCurrentWarehouse())) {
    throw executionError({
      code: 'warehouse_missing',
      message: `Warehouse ${displayName(warehouse ?? '')} does not exist, or the role may not use it`,
      sqlstate: '02000',
      hint: 'Check the warehouse of the environment, and that USAGE on it is granted to the role',
    });
  }
  return isAt(statement, { database, schema });
}

/** Whether a statement left its session in this database and schema. */
export function isAt(
  statement: DriverStatement,
  { database, schema }: Pick<Session, 'database' | 'schema'>,
): boolean {
  const state = statement.getSessionState();
  return isNamed(database, state?.getCurrentDatabase()) && isNamed(schema, state?.getCurrentSchema());
}

/** Names that are not plain come back quoted. */
function isNamed(wanted: string | null, found: string | null | undefined): boolean {
  return wanted === null || found === wanted || found === quoteName(wanted);
}

function keyOf(surroundings: Session): string {
  const { role, warehouse, database, schema } = surroundings;
  return JSON.stringify([role, warehouse, database, schema, secondaryRolesOf(surroundings)]);
}
