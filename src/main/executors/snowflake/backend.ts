import { createRequire } from 'node:module';
import { displayName } from '../../../shared/domain/relation.ts';
import {
  ExecutionError,
  type Estimate,
  type Grant,
  type MissingPrivilege,
  type Recall,
  type Script,
  type ScriptResult,
} from '../../engine/ports.ts';
import { createRedaction } from '../../system/redaction.ts';
import type { AskSecret, Backend, Cursor } from '../backend.ts';
import { cancelledError, executionError } from '../failures.ts';
import type { Job } from '../job.ts';
import type { CallInput, SnowflakeConfig } from '../protocol.ts';
import { Slots } from '../queues.ts';
import { readCatalog } from './catalog.ts';
import { openCursor } from './cursor.ts';
import type { ErrorContext } from './error-context.ts';
import { toExecutionError } from './errors.ts';
import { explainQuery, explainSql, grantsOn, listNames } from './lookups.ts';
import { statementParameters } from './parameters.ts';
import { patience as usualPatience, type Patience } from './patience.ts';
import { missingPrivileges } from './privileges.ts';
import { Recalled } from './recalled.ts';
import { runScript } from './script.ts';
import { type Lease, Sessions } from './sessions.ts';
import { SignIn } from './sign-in.ts';
import { testStages } from './stages.ts';
import { assertQuery } from './statements.ts';

/**
 * How much is done at once; each has a session of its own. Snowflake queues statements itself, by warehouse: this only keeps
 * an avalanche of them from becoming one of sign-ins. Short questions never wait behind long builds.
 */
const limits = { scripts: 64, lookups: 8, cursors: 24 };

/** A Snowflake account, through its own driver. Nothing is loaded, asked for or sent before the first request. */
export function openSnowflake(
  config: SnowflakeConfig,
  askSecret: AskSecret,
  patience: Patience = usualPatience,
): Promise<Backend> {
  return Promise.resolve(new SnowflakeBackend(config, askSecret, patience));
}

class SnowflakeBackend implements Backend {
  readonly version = driverVersion();

  private readonly patience: Patience;
  private readonly redaction = createRedaction();
  private readonly signIn: SignIn;
  private readonly sessions: Sessions;
  private readonly recalled: Recalled;
  private readonly scripts = new Slots(limits.scripts);
  private readonly lookups = new Slots(limits.lookups);
  private readonly cursors = new Slots(limits.cursors);

  constructor(config: SnowflakeConfig, askSecret: AskSecret, patience: Patience) {
    this.patience = patience;
    const { redaction } = this;
    const { definition, trustedHosts, logDirectory } = config;
    this.signIn = new SignIn({ definition, trustedHosts, logDirectory, askSecret, redaction, patience });
    this.sessions = new Sessions(this.signIn, redaction, patience);
    this.recalled = new Recalled(this.sessions, patience, (cause, context) => this.mapped(cause, context));
  }

  async execute(script: Script, job: Job): Promise<ScriptResult> {
    const { sessions, patience } = this;
    const mapped = (cause: unknown, context: Partial<ErrorContext>) => this.mapped(cause, context);
    return await this.guarded({}, () =>
      this.scripts.run(job, () => runScript({ sessions, patience, mapped }, script, job)),
    );
  }

  async open(request: CallInput<'open'>, job: Job): Promise<Cursor> {
    const guarded = async <T>(work: () => Promise<T>) => {
      try {
        return await this.guarded({ sql: request.sql }, work);
      } catch (cause) {
        // Closing what is read looks like an error to who reads it.
        throw job.cancelled ? cancelledError(request.queryId) : cause;
      }
    };
    const cursor = await guarded(async () => {
      const wait = this.cursors.acquire(job);
      if (wait) await wait;
      try {
        return await openCursor(this.sessions, request, job, this.patience);
      } catch (cause) {
        this.cursors.release();
        throw cause;
      }
    });
    cursor.onClosed = () => this.cursors.release();
    return { columns: cursor.columns, next: () => guarded(() => cursor.next()), close: () => cursor.close() };
  }

  async describe({ session, sql }: CallInput<'describe'>) {
    assertQuery(sql);
    return await this.lookUp(
      session,
      lease => lease.session.describe({ sql, parameters: statementParameters(session) }),
      sql,
    );
  }

  async catalog({ session, tag, relations, database }: CallInput<'catalog'>) {
    const wanted = relations ?? database ?? session.database;
    if (wanted === null) return [];
    const parameters = statementParameters(session, tag);
    return await this.lookUp(session, lease => readCatalog(lease, parameters, wanted));
  }

  async recall(request: CallInput<'recall'>): Promise<Recall> {
    return await this.guarded({}, () => this.lookups.run(null, () => this.recalled.recall(request)));
  }

  stop(queryId: string): void {
    this.recalled.stop(queryId);
  }

  async test({ session }: CallInput<'test'>) {
    const { signIn, sessions, patience } = this;
    const { account } = signIn;
    return await testStages(
      {
        http: () => ({
          client: signIn.driver.http({ ...account, timeoutMs: patience.requestMs }),
          accessUrl: account.accessUrl,
        }),
        clockAheadMs: () => signIn.driver.wire.clockAheadMs,
        signIn: place => sessions.openBare(place),
        endLater: opened => sessions.endLater(opened),
        mapped: cause => this.mapped(cause, {}),
      },
      session,
    );
  }

  async list({ session, tag, what, database }: CallInput<'list'>): Promise<string[]> {
    // The role is what is to be chosen, and the warehouse may be: neither has to be there.
    const place = { ...session, warehouse: null, database: null, schema: null };
    const bare = what === 'roles' ? { ...place, role: null } : place;
    return await this.lookUp(bare, lease =>
      listNames(lease, statementParameters(session, tag), what, database ?? session.database ?? undefined),
    );
  }

  async explain({ session, sql }: CallInput<'explain'>): Promise<Estimate> {
    assertQuery(sql);
    return await this.lookUp(session, lease => explainQuery(lease, sql), explainSql(sql));
  }

  async grants({ session, relation }: CallInput<'grants'>): Promise<Grant[]> {
    return await this.lookUp(session, lease => grantsOn(lease, relation));
  }

  async privileges({ session, reads, writes }: CallInput<'privileges'>): Promise<MissingPrivilege[]> {
    const find = (lease: Lease) => missingPrivileges(lease, reads, writes);
    try {
      return await this.lookUp(session, find);
    } catch (cause) {
      const { warehouse } = session;
      if (
        !(cause instanceof ExecutionError) ||
        cause.failure.code !== 'warehouse_missing' ||
        warehouse === null
      ) {
        throw cause;
      }
      const name = displayName(warehouse);
      const lacks = {
        privilege: 'USAGE',
        on: `warehouse ${name}`,
        hint: `GRANT USAGE ON WAREHOUSE ${name} TO ROLE …, if it exists`,
      };
      return [lacks, ...(await this.lookUp({ ...session, warehouse: null }, find))];
    }
  }

  load(): Promise<ScriptResult> {
    return Promise.reject(
      executionError({
        code: 'forbidden',
        message: 'Only the embedded engine loads files',
        sqlstate: '0A000',
        hint: 'Put the file on a stage, and use COPY INTO',
      }),
    );
  }

  async close(): Promise<void> {
    await this.sessions.closeAll();
  }

  private async lookUp<T>(
    session: CallInput<'describe'>['session'],
    work: (lease: Lease) => Promise<T>,
    sql?: string,
  ): Promise<T> {
    return await this.guarded(sql === undefined ? {} : { sql }, () =>
      this.lookups.run(null, () => this.sessions.use(session, work)),
    );
  }

  /** Maps errors, in this one place, and takes secrets out of them. */
  private async guarded<T>(context: Partial<ErrorContext>, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      throw this.mapped(cause, context);
    }
  }

  private mapped(cause: unknown, context: Partial<ErrorContext>): ExecutionError {
    return toExecutionError(cause, this.redaction, this.signIn.context(context));
  }
}

function driverVersion(): string {
  const { version } = createRequire(import.meta.url)('snowflake-sdk/package.json') as { version: string };
  return `snowflake-sdk ${version}`;
}
