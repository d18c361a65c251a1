import type { TestStage } from '../../../shared/contract/environments.ts';
import { displayName, quoteName } from '../../../shared/domain/relation.ts';
import { ExecutionError, type Session } from '../../engine/ports.ts';
import { isMissing } from './catalog.ts';
import type { HttpClient, HttpResponse } from './driver-types.ts';
import { asDriverError } from './errors.ts';
import { secondaryRolesOf, statementParameters } from './parameters.ts';
import { grantee, lackingOfRole, missingToWrite, type Rights } from './privileges.ts';
import type { SnowflakeSession } from './session.ts';
import { clockHint } from './sign-in-errors.ts';
import type { SignInPlace } from './sign-in.ts';
import { quotePattern } from './statements.ts';
import { records } from './target-counts.ts';

type Finding = Pick<TestStage, 'state' | 'message'> & { hint?: string | null };

export interface StageParts {
  /** Where the account is; throws `host_not_trusted`. */
  http(): { client: HttpClient; accessUrl: string };
  /** See `Wire`; of the last answer. */
  clockAheadMs(): number | null;
  signIn(place: SignInPlace): Promise<SnowflakeSession>;
  endLater(session: SnowflakeSession): void;
  mapped(cause: unknown): ExecutionError;
}

const order = ['reach', 'sign_in', 'role', 'warehouse', 'database', 'privileges'] as const;

/**
 * The stages of `Executor.test`, each with its time and its cause; what comes after one that failed is skipped. Nothing that
 * signs in is sent before the host was reached. Warehouses are looked at, not woken.
 */
export async function testStages(parts: StageParts, surroundings: Session): Promise<TestStage[]> {
  const test = new StageTest(parts, surroundings);
  const stages: TestStage[] = [];
  let failedAt: string | null = null;
  try {
    for (const stage of order) {
      const started = performance.now();
      const { hint, ...finding } =
        failedAt === null
          ? await test.run(stage).catch((cause: unknown) => failed(parts.mapped(cause)))
          : { state: 'skipped' as const, message: `Not looked at: "${failedAt}" failed`, hint: null };
      const elapsed_ms = Math.round((performance.now() - started) * 1_000) / 1_000;
      stages.push({
        stage,
        ...finding,
        ...(hint === null || hint === undefined ? {} : { hint }),
        elapsed_ms,
      });
      if (finding.state === 'failed') failedAt ??= words[stage];
    }
  } finally {
    test.end();
  }
  return stages;
}

const words: Record<(typeof order)[number], string> = {
  reach: 'reach',
  sign_in: 'sign in',
  role: 'role',
  warehouse: 'warehouse',
  database: 'database',
  privileges: 'privileges',
};

function failed({ failure }: ExecutionError): Finding {
  return { state: 'failed', message: failure.message, hint: failure.hint };
}

class StageTest {
  private readonly parts: StageParts;
  private readonly surroundings: Session;
  private session: SnowflakeSession | null = null;

  constructor(parts: StageParts, surroundings: Session) {
    this.parts = parts;
    this.surroundings = surroundings;
  }

  async run(stage: (typeof order)[number]): Promise<Finding> {
    switch (stage) {
      case 'reach':
        return await this.reach();
      case 'sign_in':
        return await this.signIn();
      case 'role':
        return await this.role();
      case 'warehouse':
        return await this.warehouse();
      case 'database':
        return await this.database();
      case 'privileges':
        return await this.privileges();
    }
  }

  end(): void {
    if (this.session) this.parts.endLater(this.session);
  }

  /** Any answer will do, but for the two that Snowflake gives for accounts it does not know. */
  private async reach(): Promise<Finding> {
    const { client, accessUrl } = this.parts.http();
    const { host } = new URL(accessUrl);
    let response: HttpResponse;
    try {
      response = await client.requestAsync({ method: 'GET', url: `${accessUrl}/` });
    } catch (cause) {
      const status = asDriverError(cause).response?.status;
      if (status === undefined || status === 403 || status === 404 || status >= 500) throw cause;
      response = { status };
    }
    const clock = clockHint(this.parts.clockAheadMs());
    const answered = `${host} answers (HTTP ${response.status ?? response.statusCode ?? 200})`;
    if (clock === null) return { state: 'ok', message: answered };
    return {
      state: 'warning',
      message: `${answered}. ${clock}`,
      hint: 'Key pairs sign in only while the clocks agree: let this machine follow a time server',
    };
  }

  /** Without a role of the environment, which is a stage of its own; OAuth's tokens may be good for no other. */
  private async signIn(): Promise<Finding> {
    const nowhere = { role: null, warehouse: null, database: null, schema: null };
    this.session = await this.parts.signIn(nowhere);
    const [user = '', role = ''] = await this.row('SELECT CURRENT_USER(), CURRENT_ROLE()');
    return { state: 'ok', message: `Signed in as ${user}, with the role ${role ?? 'none'}` };
  }

  private async role(): Promise<Finding> {
    const { role } = this.surroundings;
    const secondary = secondaryRolesOf(this.surroundings);
    if (role !== null) await this.use('ROLE', quoteName(role));
    await this.use('SECONDARY ROLES', secondary);
    const others = secondary === 'ALL' ? ', and all other roles of the user' : '';
    if (role !== null) return { state: 'ok', message: `Role ${displayName(role)} is granted${others}` };
    const [own] = await this.row('SELECT CURRENT_ROLE()');
    return {
      state: 'warning',
      message: `No role is named: the user's default, ${own ?? 'none'}, counts${others}`,
      hint: 'Name the role in the environment, so that it does not change with the user',
    };
  }

  private async warehouse(): Promise<Finding> {
    const { warehouse } = this.surroundings;
    if (warehouse === null) {
      return {
        state: 'warning',
        message: 'No warehouse is named: queries cannot run unless the user has a default',
        hint: 'Name a warehouse in the environment',
      };
    }
    const name = displayName(warehouse);
    try {
      await this.use('WAREHOUSE', quoteName(warehouse));
    } catch (cause) {
      if (!isMissing(cause)) throw cause;
      return {
        state: 'failed',
        message: `Warehouse ${name} does not exist, or the role may not use it`,
        hint: `Check its name, and GRANT USAGE ON WAREHOUSE ${name} TO ROLE ${grantee(this.surroundings)}`,
      };
    }
    const shown = await this.show(`SHOW WAREHOUSES LIKE ${quotePattern(warehouse)}`);
    const found = shown.find(row => row['name'] === warehouse);
    const state = (found?.['state'] ?? '').toLowerCase();
    const size = found?.['size'] ?? null;
    if (state === 'suspended' && found?.['auto_resume'] === 'false') {
      return {
        state: 'failed',
        message: `Warehouse ${name} is suspended, and does not resume by itself`,
        hint: `ALTER WAREHOUSE ${name} RESUME, or SET AUTO_RESUME = TRUE`,
      };
    }
    const resumes = state === 'suspended' ? ', suspended until it is needed' : '';
    return {
      state: 'ok',
      message: `Warehouse ${name}${size === null ? '' : ` (${size})`} can be used${resumes}`,
    };
  }

  private async database(): Promise<Finding> {
    const { database, schema } = this.surroundings;
    if (database === null) {
      return {
        state: 'warning',
        message: 'No default database: names in SQL and targets have to be written in full',
      };
    }
    const name = displayName(database);
    try {
      await this.use('DATABASE', quoteName(database));
    } catch (cause) {
      if (!isMissing(cause)) throw cause;
      return {
        state: 'failed',
        message: `Database ${name} does not exist, or the role may not use it`,
        hint: `Check its name, and GRANT USAGE ON DATABASE ${name} TO ROLE ${grantee(this.surroundings)}`,
      };
    }
    if (schema === null) return { state: 'ok', message: `Database ${name} is there` };
    const place = `${name}.${displayName(schema)}`;
    try {
      await this.use('SCHEMA', `${quoteName(database)}.${quoteName(schema)}`);
      return { state: 'ok', message: `${place} is there` };
    } catch (cause) {
      if (!isMissing(cause)) throw cause;
      return {
        state: 'warning',
        message: `Schema ${place} is not there, or not for this role. The first run makes it, if the role may`,
      };
    }
  }

  /** What building in the default schema takes. */
  private async privileges(): Promise<Finding> {
    const { database, schema } = this.surroundings;
    if (database === null || schema === null) {
      return { state: 'skipped', message: 'There is no default schema to build in' };
    }
    const shown = await this.show(
      `SHOW SCHEMAS LIKE ${quotePattern(schema)} IN DATABASE ${quoteName(database)}`,
    );
    const found = { database: true, schema: shown.some(row => row['name'] === schema), kind: null };
    const relation = { database, schema, name: '' };
    const to = grantee(this.surroundings);
    const both = (rights: Rights) =>
      (['table', 'view'] as const).flatMap(type => missingToWrite(rights, found, { relation, type }, to));
    const lacks = await lackingOfRole(this.opened, this.parameters, database, both);
    if (lacks === null) {
      return { state: 'skipped', message: 'The role was granted too many others to look into all of them' };
    }
    if (lacks.length === 0) {
      const what = found.schema ? 'Tables and views can be created' : 'The schema can be created';
      return { state: 'ok', message: `${what} in ${displayName(database)}` };
    }
    const list = [...new Set(lacks.map(({ privilege, on }) => `${privilege} on ${on}`))].join(', ');
    const grants = [...new Set(lacks.map(({ hint }) => hint))].join('; ');
    return { state: 'warning', message: `The role lacks ${list}`, hint: grants };
  }

  private get opened(): SnowflakeSession {
    if (!this.session) throw new Error('Signing in is the stage before');
    return this.session;
  }

  private get parameters() {
    return statementParameters(this.surroundings);
  }

  private async use(what: string, name: string): Promise<void> {
    await this.opened.run({ sql: `USE ${what} ${name}`, parameters: this.parameters });
  }

  private async row(sql: string): Promise<(string | null)[]> {
    const { rows } = await this.opened.ask({ sql, parameters: this.parameters });
    return rows[0] ?? [];
  }

  private async show(sql: string): Promise<Record<string, string | null>[]> {
    return records(await this.opened.ask({ sql, parameters: this.parameters }));
  }
}
