import { quoteName } from '../../../src/shared/domain/relation.ts';
import type { Clock } from '../../../src/main/engine/ports.ts';
import { Access } from './access.ts';
import { Catalog } from './catalog.ts';
import type { Lake } from './lake.ts';
import { physical, schemaSql } from './lake.ts';
import type { ServerOptions } from './options.ts';
import type { Users } from './users.ts';

/** What an account has when nobody says anything else: enough to build models with. */
export const defaultWarehouses: NonNullable<ServerOptions['warehouses']> = {
  COMPUTE_WH: {},
  LARGE_WH: { size: 'Large', suspended: true },
  /** Nothing wakes it. */
  ASLEEP_WH: { suspended: true, autoResume: false },
  /** Its resource monitor keeps it from resuming. */
  SPENT_WH: { suspended: true, overQuota: 'MONTHLY' },
};

export const defaultDatabases: NonNullable<ServerOptions['databases']> = {
  ANALYTICS: ['STAGING', 'MARTS'],
  RAW: ['SHOP'],
};

const usual = [
  'USAGE ON WAREHOUSE COMPUTE_WH',
  'USAGE ON WAREHOUSE LARGE_WH',
  'USAGE ON WAREHOUSE ASLEEP_WH',
  'USAGE ON WAREHOUSE SPENT_WH',
  'USAGE ON DATABASE ANALYTICS',
  'USAGE ON DATABASE RAW',
  'USAGE ON SCHEMA RAW.PUBLIC',
  'USAGE ON SCHEMA RAW.SHOP',
  'SELECT ON FUTURE TABLES IN SCHEMA RAW.SHOP',
];
const schemas = ['ANALYTICS.PUBLIC', 'ANALYTICS.STAGING', 'ANALYTICS.MARTS'];

/** TRANSFORMER builds in ANALYTICS from RAW; READER reads some of it; OUTSIDER may sign in and nothing else. */
export const defaultRoles: NonNullable<ServerOptions['roles']> = {
  TRANSFORMER: {
    grants: [
      ...usual,
      'CREATE SCHEMA ON DATABASE ANALYTICS',
      ...schemas.flatMap(schema =>
        ['USAGE', 'CREATE TABLE', 'CREATE VIEW'].map(privilege => `${privilege} ON SCHEMA ${schema}`),
      ),
    ],
  },
  READER: { grants: [...usual, 'USAGE ON SCHEMA ANALYTICS.MARTS'] },
  OUTSIDER: {},
};

/** The catalogue of a new account and the rights in it, without GRANTs that only SQL can say. */
export async function createAccount(options: ServerOptions, users: Users, lake: Lake, clock: Clock) {
  const name = (options.account ?? defaultAccount).toUpperCase();
  const catalog = new Catalog(clock, name);
  for (const role of ['ACCOUNTADMIN', 'SYSADMIN', 'PUBLIC']) catalog.addRole(role);
  catalog.roles.get('ACCOUNTADMIN')?.roles.add('SYSADMIN');
  const roles = options.roles ?? defaultRoles;
  for (const [role, script] of Object.entries(roles)) {
    const added = catalog.addRole(role);
    for (const inner of script.roles ?? []) added.roles.add(inner);
    catalog.roles.get('SYSADMIN')?.roles.add(role);
  }
  for (const [warehouse, script] of Object.entries(options.warehouses ?? defaultWarehouses)) {
    catalog.addWarehouse(warehouse, {
      size: script.size ?? 'X-Small',
      suspended: script.suspended ?? false,
      autoResume: script.autoResume ?? true,
      overQuota: script.overQuota ?? null,
    });
  }
  const session = await lake.connect();
  for (const [databaseName, names] of Object.entries(options.databases ?? defaultDatabases)) {
    const database = catalog.addDatabase(databaseName, 'SYSADMIN');
    for (const schema of ['PUBLIC', ...names.filter(each => each !== 'PUBLIC')]) {
      await session.run(`CREATE SCHEMA ${schemaSql(physical({ database: databaseName, schema, name: '' }))}`);
      catalog.addSchema(database, schema, 'SYSADMIN');
    }
  }
  await session.close();
  const grants = Object.entries(roles).flatMap(([role, script]) =>
    (script.grants ?? []).map(grant => `GRANT ${grant} TO ROLE ${quoteName(role)}`),
  );
  const access = new Access(catalog, user => users.rolesOf(user));
  return { name, catalog, access, grants };
}

export const defaultAccount = 'SLIPWAY-TEST';
