import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { Executor } from '../../../src/main/engine/ports.ts';
import type { SnowflakeConnection } from '../../../src/shared/contract/connections.ts';
import { foreignHosts } from '../../../src/shared/domain/hosts.ts';
import { quoteName } from '../../../src/shared/domain/relation.ts';
import { openExecutors } from '../executors.ts';
import type { Account } from './account.ts';

type Environment = Record<string, string | undefined>;

const prefix = 'SNOWFLAKE_TEST_';

/** What a real account takes, by the variables of the environment; see docs/snowflake.md. */
export interface LiveSettings {
  definition: SnowflakeConnection;
  secrets: Record<string, string>;
  role: string;
  warehouse: string;
  database: string;
  limitedRole: string | null;
}

/**
 * Undefined where no account is named, which is no error; throws where one is and something else is missing. What signs in
 * is taken out of the environment, which child processes inherit.
 */
export function liveSettings(environment: Environment): LiveSettings | undefined {
  const read = (name: string) => environment[`${prefix}${name}`]?.trim() || undefined;
  const account = read('ACCOUNT');
  if (account === undefined) return undefined;
  const [key, token, passphrase] = ['PRIVATE_KEY', 'TOKEN', 'PRIVATE_KEY_PASSPHRASE'].map(name => {
    const value = read(name);
    delete environment[`${prefix}${name}`];
    return value;
  });
  const missing = ['USER', 'ROLE', 'WAREHOUSE', 'DATABASE']
    .filter(name => read(name) === undefined)
    .map(name => `${prefix}${name}`);
  if (key === undefined && token === undefined) missing.push(`${prefix}PRIVATE_KEY or ${prefix}TOKEN`);
  if (missing.length > 0) {
    throw new Error(`${prefix}ACCOUNT is set, so these must be too: ${missing.join(', ')}`);
  }
  const accessUrl = read('ACCESS_URL');
  return {
    definition: {
      name: 'live_account',
      engine: 'snowflake',
      account,
      user: read('USER'),
      authenticator: key === undefined ? 'programmatic_access_token' : 'key_pair',
      secret: 'conformance',
      ...(passphrase !== undefined && { passphrase_secret: 'conformance_passphrase' }),
      ...(accessUrl !== undefined && { access_url: accessUrl }),
    },
    secrets: {
      conformance: key === undefined ? (token ?? '') : pem(key),
      ...(passphrase !== undefined && { conformance_passphrase: passphrase }),
    },
    role: stored(read('ROLE') ?? ''),
    warehouse: stored(read('WAREHOUSE') ?? ''),
    database: stored(read('DATABASE') ?? ''),
    limitedRole: read('LIMITED_ROLE') === undefined ? null : stored(read('LIMITED_ROLE') ?? ''),
  };
}

/** The key itself, or what is in the file. */
function pem(key: string): string {
  return !key.includes('-----BEGIN') && existsSync(key) ? readFileSync(key, 'utf8') : key;
}

/** A name as people write it, as the catalogue has it. */
function stored(name: string): string {
  return /^".*"$/.test(name) ? name.slice(1, -1).replaceAll('""', '"') : name.toUpperCase();
}

/** A real account. It works in a schema of its own, which is dropped in the end with everything in it. */
export async function liveAccount(settings: LiveSettings): Promise<Account> {
  const { definition, secrets, role, warehouse, database, limitedRole } = settings;
  const schema = `SLIPWAY_CONFORMANCE_${randomBytes(4).toString('hex').toUpperCase()}`;
  const place = `${quoteName(database)}.${quoteName(schema)}`;
  const account: Account = {
    backend: 'live account',
    definition,
    trustedHosts: foreignHosts(definition),
    secrets,
    session: { role, warehouse, database, schema },
    limitedRole,
    slowQuery: seconds => `SELECT COUNT(*) * 0 + 1 AS W FROM TABLE(GENERATOR(TIMELIMIT => ${seconds}))`,
    server: null,
    close: () => alone(account, sql => sql(`DROP SCHEMA IF EXISTS ${place} CASCADE`)),
  };
  await alone(account, async sql => {
    await sql(`CREATE SCHEMA ${place}`);
    if (limitedRole !== null) await sql(`GRANT USAGE ON SCHEMA ${place} TO ROLE ${quoteName(limitedRole)}`);
  });
  return account;
}

/** Runs statements of the account itself, outside the schema of the cases and in a process that ends with them. */
async function alone(account: Account, work: (sql: (text: string) => Promise<unknown>) => Promise<unknown>) {
  const executors = openExecutors(account);
  const executor: Executor = executors.executor;
  const session = { ...account.session, schema: null };
  const sql = (text: string) =>
    executor.execute({ queryId: crypto.randomUUID(), session, statements: [text], writes: [] });
  try {
    await work(sql);
  } finally {
    await executors.close();
  }
}
