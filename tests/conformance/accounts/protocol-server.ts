import assert from 'node:assert/strict';
import { createKeyPair } from '../../support/snowflake-server/keys.ts';
import { startSnowflakeServer } from '../../support/snowflake-server/server.ts';
import type { Account } from './account.ts';

const database = 'ANALYTICS';
const schema = 'CONFORMANCE';

/**
 * The project's own protocol server: strict about the protocol, scripted, with Slipway's own translation of SQL to DuckDB
 * behind it. It proves the executor, not the SQL.
 */
export async function protocolServerAccount(): Promise<Account> {
  const { privateKey, publicKey } = createKeyPair();
  const server = await startSnowflakeServer({
    databases: { [database]: [schema] },
    users: [
      {
        name: 'CONFORMANCE',
        type: 'service',
        roles: ['TRANSFORMER', 'LIMITED'],
        defaultRole: 'TRANSFORMER',
        publicKeys: [publicKey],
      },
    ],
    roles: {
      TRANSFORMER: {
        grants: [
          ...warehouses.map(warehouse => `USAGE ON WAREHOUSE ${warehouse}`),
          `USAGE ON DATABASE ${database}`,
          `CREATE SCHEMA ON DATABASE ${database}`,
          ...['USAGE', 'CREATE TABLE', 'CREATE VIEW'].map(
            right => `${right} ON SCHEMA ${database}.${schema}`,
          ),
        ],
      },
      LIMITED: {
        grants: [
          'USAGE ON WAREHOUSE COMPUTE_WH',
          `USAGE ON DATABASE ${database}`,
          `USAGE ON SCHEMA ${database}.${schema}`,
        ],
      },
    },
    // Answers come in chunks, and statements outlive their first request, as large and long ones do at Snowflake.
    inlineRows: 500,
    chunkRows: 5_000,
    answerWithinMs: 1_000,
  });
  return {
    backend: 'protocol server',
    definition: {
      name: 'protocol_server',
      engine: 'snowflake',
      account: server.account,
      user: 'CONFORMANCE',
      authenticator: 'key_pair',
      secret: 'conformance',
      access_url: server.url,
    },
    trustedHosts: [new URL(server.url).host],
    secrets: { conformance: privateKey },
    session: { role: 'TRANSFORMER', warehouse: 'COMPUTE_WH', database, schema },
    limitedRole: 'LIMITED',
    slowQuery: seconds => `SELECT SYSTEM$WAIT(${seconds}) AS W`,
    server,
    async close() {
      await server.close();
      assert.deepEqual(server.log.violations, [], 'The protocol was kept to');
    },
  };
}

const warehouses = ['COMPUTE_WH', 'ASLEEP_WH', 'SPENT_WH'];
