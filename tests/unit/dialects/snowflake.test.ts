import { describe, expect, test } from 'vitest';
import type { BuildStep, Order } from '../../../src/main/engine/dialects/dialect.ts';
import { dialects } from '../../../src/main/engine/dialects/index.ts';
import { buildBeside } from '../../../src/main/engine/dialects/snowflake-beside.ts';
import { awkward, grant, order, standing } from './support.ts';

const { snowflake } = dialects;
const sent = (steps: BuildStep[]) => steps.map(step => [step.name, step.statements]);

describe('a build', () => {
  test.each<[string, Partial<Order>, string]>([
    [
      'a table where nothing stands: what is granted on future tables is not kept out',
      {},
      'CREATE OR REPLACE TABLE "SHOP"."MARTS"."ORDERS" AS\nselect 1 as n',
    ],
    [
      'a table in place of a table',
      { found: standing('table') },
      'CREATE OR REPLACE TABLE "SHOP"."MARTS"."ORDERS" COPY GRANTS AS\nselect 1 as n',
    ],
    [
      'a view in place of a view',
      { found: standing('view'), materialization: { type: 'view' } },
      'CREATE OR REPLACE VIEW "SHOP"."MARTS"."ORDERS" COPY GRANTS AS\nselect 1 as n',
    ],
    [
      'without the grants of the one before',
      { found: standing('table'), materialization: { type: 'table', copy_grants: false } },
      'CREATE OR REPLACE TABLE "SHOP"."MARTS"."ORDERS" AS\nselect 1 as n',
    ],
    [
      'everything a table can have, in the order of the grammar',
      {
        found: standing('table'),
        materialization: {
          type: 'table',
          transient: true,
          cluster_by: ['DAY', 'to_date("at", \'YYYY, MM\')', 'v:a[0]::string'],
          copy_grants: true,
          comment: 'daily',
        },
      },
      'CREATE OR REPLACE TRANSIENT TABLE "SHOP"."MARTS"."ORDERS" CLUSTER BY (DAY, to_date("at", \'YYYY, MM\'), v:a[0]::string) COPY GRANTS COMMENT = \'daily\' AS\nselect 1 as n',
    ],
    [
      'a comment with all that ends a string or escapes in it',
      { materialization: { type: 'view', comment: 'it\'s \\\' "quoted"\n-- $$ ; DROP' } },
      'CREATE OR REPLACE VIEW "SHOP"."MARTS"."ORDERS" COMMENT = \'it\'\'s \\\\\'\' "quoted"\n-- $$ ; DROP\' AS\nselect 1 as n',
    ],
    [
      'an empty comment takes the old one away',
      { materialization: { type: 'view', comment: '' } },
      'CREATE OR REPLACE VIEW "SHOP"."MARTS"."ORDERS" COMMENT = \'\' AS\nselect 1 as n',
    ],
    [
      'an awkward name',
      { target: awkward },
      'CREATE OR REPLACE TABLE "my ""db"""."a.b"."o\'rders; drop $$ \\ é" AS\nselect 1 as n',
    ],
  ])('%s', (_, changes, statement) => {
    const [step, ...more] = snowflake.build(order(changes));
    expect(more).toEqual([]);
    expect(step).toMatchObject({
      name: 'build',
      purpose: 'build',
      statements: [statement],
      idempotent: false,
      stoppable: true,
    });
    const { target, materialization } = order(changes);
    expect(step?.target).toEqual({ relation: target, type: materialization.type });
    expect(step?.writes).toEqual([target.database]);
  });

  test('creates the schema first, where it is missing and only there', () => {
    const [prepare, build] = snowflake.build(
      order({ target: awkward, found: { type: null, schema: false, grants: [] } }),
    );
    expect(prepare).toEqual({
      name: 'prepare',
      purpose: 'prepare',
      statements: ['CREATE SCHEMA IF NOT EXISTS "my ""db"""."a.b"'],
      writes: ['my "db"'],
      idempotent: true,
      stoppable: true,
    });
    expect(build?.purpose).toBe('build');
  });

  test('has no script of more than one statement: each commits by itself', () => {
    const types = ['table', 'view'] as const;
    const found = [null, ...types].flatMap(type => [
      { type, schema: true, grants: [] },
      { type, schema: false, grants: [grant('SELECT', 'A')] },
    ]);
    const orders = types.flatMap(type =>
      found.map(each => order({ materialization: { type }, found: each, target: awkward })),
    );
    for (const each of orders) {
      const steps = [...snowflake.build(each), ...buildBeside(each)];
      expect(steps.filter(step => step.statements.length !== 1)).toEqual([]);
    }
  });
});

describe('in place of another type', () => {
  test('a table is built beside the view, which can be read until one statement replaces it', () => {
    const steps = snowflake.build(
      order({
        found: standing('view'),
        materialization: { type: 'table', transient: true, cluster_by: ['DAY'], comment: 'x' },
      }),
    );
    expect(sent(steps)).toEqual([
      [
        'shadow',
        [
          'CREATE OR REPLACE TRANSIENT TABLE "SHOP"."MARTS"."ORDERS__SLIPWAY_1F2E3D4C_7" CLUSTER BY (DAY) COMMENT = \'x\' AS\nselect 1 as n',
        ],
      ],
      [
        'publish',
        [
          `EXECUTE IMMEDIATE $$
BEGIN
  DROP VIEW IF EXISTS "SHOP"."MARTS"."ORDERS";
  ALTER TABLE "SHOP"."MARTS"."ORDERS__SLIPWAY_1F2E3D4C_7" RENAME TO "SHOP"."MARTS"."ORDERS";
END
$$`,
        ],
      ],
      ['cleanup', ['DROP TABLE IF EXISTS "SHOP"."MARTS"."ORDERS__SLIPWAY_1F2E3D4C_7"']],
    ]);
    const shadow = { database: 'SHOP', schema: 'MARTS', name: 'ORDERS__SLIPWAY_1F2E3D4C_7' };
    expect(
      steps.map(({ purpose, target, idempotent, stoppable }) => [purpose, target, idempotent, stoppable]),
    ).toEqual([
      ['shadow', { relation: shadow, type: 'table' }, false, true],
      // Between its statements the target is not there: it is not to be stopped.
      ['publish', { relation: order().target, type: 'table' }, false, false],
      ['cleanup', undefined, true, true],
    ]);
  });

  test('a view takes the place of a table', () => {
    const steps = snowflake.build(order({ found: standing('table'), materialization: { type: 'view' } }));
    expect(sent(steps)).toEqual([
      ['shadow', ['CREATE OR REPLACE VIEW "SHOP"."MARTS"."ORDERS__SLIPWAY_1F2E3D4C_7" AS\nselect 1 as n']],
      [
        'publish',
        [
          `EXECUTE IMMEDIATE $$
BEGIN
  DROP TABLE IF EXISTS "SHOP"."MARTS"."ORDERS";
  ALTER VIEW "SHOP"."MARTS"."ORDERS__SLIPWAY_1F2E3D4C_7" RENAME TO "SHOP"."MARTS"."ORDERS";
END
$$`,
        ],
      ],
      ['cleanup', ['DROP VIEW IF EXISTS "SHOP"."MARTS"."ORDERS__SLIPWAY_1F2E3D4C_7"']],
    ]);
  });

  test('what may be done with either is granted again, before anything is dropped', () => {
    const grants = [
      grant('OWNERSHIP', 'OWNER'),
      grant('SELECT', 'READER'),
      grant('SELECT', 'my "role"', { grantOption: true }),
      grant('INSERT', 'WRITER'),
      grant('SELECT', 'PARTNER', { granteeType: 'SHARE' }),
    ];
    const change = order({ found: standing('table', grants), materialization: { type: 'view' } });
    expect(snowflake.build(change)[1]?.statements[0]).toBe(`EXECUTE IMMEDIATE $$
BEGIN
  GRANT SELECT ON VIEW "SHOP"."MARTS"."ORDERS__SLIPWAY_1F2E3D4C_7" TO ROLE "READER";
  GRANT SELECT ON VIEW "SHOP"."MARTS"."ORDERS__SLIPWAY_1F2E3D4C_7" TO ROLE "my ""role""" WITH GRANT OPTION;
  DROP TABLE IF EXISTS "SHOP"."MARTS"."ORDERS";
  ALTER VIEW "SHOP"."MARTS"."ORDERS__SLIPWAY_1F2E3D4C_7" RENAME TO "SHOP"."MARTS"."ORDERS";
END
$$`);
    expect(snowflake.cautions(change)).toEqual([
      'SHOP.MARTS.ORDERS was a table and becomes a view: grants of INSERT to role WRITER, SELECT to share PARTNER end with it',
    ]);
    const without = order({ ...change, materialization: { type: 'view', copy_grants: false } });
    expect(snowflake.build(without)[1]?.statements[0]).not.toContain('GRANT');
    expect(snowflake.cautions(without)).toEqual([]);
    expect(snowflake.cautions(order({ found: standing('table', grants) }))).toEqual([]);
  });

  test('where it is published as a clone, its clustering is suspended, and that is said', () => {
    const clustered: Order['materialization'] = { type: 'table', cluster_by: ['DAY'] };
    const inspection = { watermark: null, key: [] };
    const increment: Order['increment'] = {
      strategy: 'append',
      columns: [],
      added: [],
      key: [],
      stretch: null,
    };
    const cautions = (changes: Partial<Order>) =>
      snowflake.cautions(order({ materialization: clustered, ...changes }));
    const said = [
      'SHOP.MARTS.ORDERS becomes a clone of what is looked at beside it, of which Snowflake suspends the clustering: ALTER TABLE "SHOP"."MARTS"."ORDERS" RESUME RECLUSTER resumes it',
    ];
    expect(cautions({ audited: true })).toEqual(said);
    expect(cautions({ inspection, found: standing('table') })).toEqual(said);
    // Made in its place, renamed, changed where it stands; or not clustered.
    expect(cautions({})).toEqual([]);
    expect(cautions({ audited: true, found: standing('view') })).toEqual([]);
    expect(cautions({ inspection, increment })).toEqual([]);
    expect(cautions({ audited: true, materialization: { type: 'table' } })).toEqual([]);
  });

  test('a name that would end the text of the block is put into a string that it cannot end', () => {
    const [, publish] = snowflake.build(
      order({ target: awkward, materialization: { type: 'view' }, found: standing('table') }),
    );
    expect(publish?.statements[0]).toBe(
      `EXECUTE IMMEDIATE 'BEGIN
  DROP TABLE IF EXISTS "my ""db"""."a.b"."o''rders; drop $$ \\\\ é";
  ALTER VIEW "my ""db"""."a.b"."o''rders; drop $$ \\\\ é__SLIPWAY_1F2E3D4C_7" RENAME TO "my ""db"""."a.b"."o''rders; drop $$ \\\\ é";
END'`,
    );
  });
});

describe('built beside and published, for what is to be looked at first', () => {
  test('a table is published as a clone of its own kind: a permanent one cannot be the clone of a transient one', () => {
    for (const transient of [true, false]) {
      const kind = transient ? 'TRANSIENT TABLE' : 'TABLE';
      const steps = buildBeside(
        order({ found: standing('table'), materialization: { type: 'table', transient, comment: 'x' } }),
      );
      expect(sent(steps)).toEqual([
        [
          'shadow',
          [
            `CREATE OR REPLACE ${kind} "SHOP"."MARTS"."ORDERS__SLIPWAY_1F2E3D4C_7" COMMENT = 'x' AS\nselect 1 as n`,
          ],
        ],
        [
          'publish',
          [
            `CREATE OR REPLACE ${kind} "SHOP"."MARTS"."ORDERS" CLONE "SHOP"."MARTS"."ORDERS__SLIPWAY_1F2E3D4C_7" COPY GRANTS`,
          ],
        ],
        ['cleanup', ['DROP TABLE IF EXISTS "SHOP"."MARTS"."ORDERS__SLIPWAY_1F2E3D4C_7"']],
      ]);
      expect(steps.map(step => step.stoppable)).toEqual([true, true, true]);
    }
  });

  test('a view is published as its text', () => {
    const [, publish] = buildBeside(order({ found: standing('view'), materialization: { type: 'view' } }));
    expect(publish?.statements).toEqual([
      'CREATE OR REPLACE VIEW "SHOP"."MARTS"."ORDERS" COPY GRANTS AS\nselect 1 as n',
    ]);
  });

  test('where nothing stands, there are no grants to copy', () => {
    expect(buildBeside(order())[1]?.statements).toEqual([
      'CREATE OR REPLACE TABLE "SHOP"."MARTS"."ORDERS" CLONE "SHOP"."MARTS"."ORDERS__SLIPWAY_1F2E3D4C_7"',
    ]);
  });
});

describe('names', () => {
  const long = (length: number, letter = 'A') => ({
    target: { database: 'SHOP', schema: 'MARTS', name: letter.repeat(length) },
  });

  test('of up to 255 characters are taken, longer ones refused with their place', () => {
    const problemsOf = (each: Partial<Order>) => {
      const { target, materialization } = order(each);
      return snowflake.problems(target, materialization);
    };
    expect(problemsOf(long(255))).toEqual([]);
    // Characters, not the units a computer keeps them in.
    expect(problemsOf(long(255, '😀'))).toEqual([]);
    expect(problemsOf(long(256))).toEqual([
      { path: 'target.table', message: 'has 256 characters; Snowflake takes names of up to 255' },
    ]);
    expect(problemsOf({ target: { database: 'D'.repeat(300), schema: 'S'.repeat(300), name: 'T' } })).toEqual(
      [
        expect.objectContaining({ path: 'target.database' }),
        expect.objectContaining({ path: 'target.schema' }),
      ],
    );
    expect(() => snowflake.build(order(long(256)))).toThrow('has 256 characters');
  });

  test('of what stands beside a target fit, whatever the target is called', () => {
    const name = (each: Partial<Order>) =>
      buildBeside(order({ found: standing('view'), ...each }))[0]?.target?.relation.name ?? '';
    expect(name(long(255))).toBe(`${'A'.repeat(235)}__SLIPWAY_1F2E3D4C_7`);
    expect(Array.from(name(long(255, '😀')))).toHaveLength(255);
    expect(name(long(255, '😀')).isWellFormed()).toBe(true);
  });
});

test('a query is said as it is written, and nothing of it is approximated', async () => {
  const sql = 'select *\nfrom t AT(OFFSET => -60) -- kept';
  expect(await snowflake.say(null as never, sql, () => Promise.reject(new Error('asked')))).toEqual({
    sql,
    warnings: [],
  });
});

test('the first rows are asked for in the session: the query stays what it is', () => {
  const session = { role: 'R', warehouse: 'W', database: null, schema: null };
  expect(snowflake.limited({ ...session, parameters: { TIMEZONE: 'UTC' } }, 11)).toEqual({
    ...session,
    parameters: { TIMEZONE: 'UTC', ROWS_PER_RESULTSET: 11 },
  });
  expect(snowflake.limited(session, 11).parameters).toEqual({ ROWS_PER_RESULTSET: 11 });
});

test('rows of a table are counted, those of a view are not: that would run its query', () => {
  expect(snowflake.countRows(awkward, 'table')).toBe(
    'SELECT count(*) FROM "my ""db"""."a.b"."o\'rders; drop $$ \\ é"',
  );
  expect(snowflake.countRows(awkward, 'view')).toBeNull();
});
