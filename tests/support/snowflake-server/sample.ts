import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { sampleData, sampleDefinitions } from '../../../src/main/system/places.ts';
import { parseNameParts } from '../../../src/shared/domain/relation.ts';
import type { ServerOptions } from './options.ts';
import type { SnowflakeServer } from './server.ts';
import { duckText } from './sql/columns.ts';

const lakes = ['DATALAKE_DEV', 'DATALAKE_PRD'];
const analytics = ['ANALYTICS_DEV', 'ANALYTICS_TST', 'ANALYTICS_PRD'];
/** Who works with the sample. */
export const sampleRole = 'TRANSFORMER';

/** The databases of the sample workspace, and a role that reads and builds in them as its jobs do. */
export function sampleOptions(): Pick<ServerOptions, 'databases' | 'roles' | 'warehouses'> {
  const usage = (database: string, schemas: string[]) => [
    `USAGE ON DATABASE ${database}`,
    ...['PUBLIC', ...schemas].map(schema => `USAGE ON SCHEMA ${database}.${schema}`),
  ];
  return {
    warehouses: { COMPUTE_WH: {} },
    databases: {
      ...Object.fromEntries(lakes.map(database => [database, ['RAW']])),
      ...Object.fromEntries(analytics.map(database => [database, ['STAGING', 'MARTS']])),
    },
    roles: {
      [sampleRole]: {
        grants: [
          'USAGE ON WAREHOUSE COMPUTE_WH',
          ...lakes.flatMap(database => [
            ...usage(database, ['RAW']),
            `SELECT ON FUTURE TABLES IN SCHEMA ${database}.RAW`,
          ]),
          ...analytics.flatMap(database => [
            ...usage(database, ['STAGING', 'MARTS']),
            `CREATE SCHEMA ON DATABASE ${database}`,
            ...['PUBLIC', 'STAGING', 'MARTS'].flatMap(schema =>
              ['TABLE', 'VIEW'].map(kind => `CREATE ${kind} ON SCHEMA ${database}.${schema}`),
            ),
          ]),
        ],
      },
    },
  };
}

/** Puts the sample's tables into a server that was started with `sampleOptions`; how many rows each has. */
export async function loadSample(server: SnowflakeServer): Promise<{ table: string; rows: number }[]> {
  const { tables } = parse(readFileSync(join(sampleDefinitions, 'data.yaml'), 'utf8')) as {
    tables: { table: string; file: string; select: string }[];
  };
  const loaded: { table: string; rows: number }[] = [];
  for (const { table, file, select } of tables) {
    const [database = '', schema = '', name = ''] = parseNameParts(table) ?? [];
    const source = `(SELECT * FROM ${duckText(join(sampleData(), file))})`;
    const rows = await server.load({ database, schema, name }, select.replaceAll(/\bFILE\b/g, source));
    loaded.push({ table, rows });
  }
  return loaded;
}
