import { describe, expect, test } from 'vitest';
import type { BuildStep, Comments, Order } from '../../../src/main/engine/dialects/dialect.ts';
import { dialects } from '../../../src/main/engine/dialects/index.ts';
import { commentsOf, type Described } from '../../../src/main/engine/kinds/model/comments.ts';
import { awkward, order, standing } from './support.ts';

const { duckdb, snowflake } = dialects;
const comments: Comments = {
  target: 'All orders',
  columns: [
    { name: 'ID', text: 'it\'s \\ "one"\n;' },
    { name: 'n', text: null },
    { name: 'a "b"', text: 'Two' },
  ],
};
const increment: NonNullable<Order['increment']> = {
  strategy: 'append',
  columns: ['ID', 'n', 'a "b"'],
  added: [],
  key: [],
  stretch: null,
};
const incremental = { type: 'incremental', strategy: 'append', watermark: 'ID' } as const;
const sent = (steps: BuildStep[]) =>
  steps.map(({ name, purpose, statements }) => [
    name,
    purpose,
    ...statements.map(statement =>
      statement
        .replaceAll('"SHOP"."MARTS"."ORDERS__SLIPWAY_1F2E3D4C_7"', 'S')
        .replaceAll('"SHOP"."MARTS"."ORDERS"', 'T'),
    ),
  ]);

describe('DuckDB', () => {
  const on = (place: string) => [
    `COMMENT ON COLUMN ${place}."ID" IS 'it''s \\ "one"\n;'`,
    `COMMENT ON COLUMN ${place}."a ""b""" IS 'Two'`,
  ];

  test.each(['table', 'view'] as const)('a %s is described in the transaction that makes it', type => {
    const [step, ...more] = duckdb.build(order({ comments, materialization: { type } }));
    expect(more).toEqual([]);
    expect(sent(step ? [step] : [])).toEqual([
      [
        'build',
        'build',
        'CREATE SCHEMA IF NOT EXISTS "SHOP"."MARTS"',
        `CREATE OR REPLACE ${type.toUpperCase()} T AS\nselect 1 as n`,
        ...on('T'),
      ],
    ]);
  });

  test('a table that is looked at first takes its comments along, a view is described where it is published', () => {
    const table = sent(duckdb.build(order({ comments, audited: true })));
    expect(table[0]?.slice(-2)).toEqual(on('S'));
    expect(table[2]).toEqual([
      'publish',
      'publish',
      'DROP TABLE IF EXISTS T',
      'ALTER TABLE S RENAME TO "ORDERS"',
    ]);
    const view = sent(duckdb.build(order({ comments, audited: true, materialization: { type: 'view' } })));
    expect(view[0]?.at(-1)).toBe('CREATE OR REPLACE VIEW S AS\nselect 1 as n');
    expect(view[2]).toEqual(['publish', 'publish', 'CREATE OR REPLACE VIEW T AS\nselect 1 as n', ...on('T')]);
  });

  test('a table that stays is described in the transaction that brings the new rows', () => {
    const taken = {
      target: '',
      columns: [
        { name: 'ID', text: '' },
        { name: 'n', text: null },
      ],
    };
    const steps = duckdb.build(order({ comments: taken, increment, materialization: incremental }));
    expect(
      sent(steps)
        .find(([name]) => name === 'publish')
        ?.slice(-1),
    ).toEqual(['COMMENT ON COLUMN T."ID" IS NULL']);
    expect(steps.filter(({ statements }) => statements.some(sql => sql.startsWith('COMMENT')))).toHaveLength(
      1,
    );
  });
});

describe('Snowflake', () => {
  const list = `"ID" COMMENT 'it''s \\\\ "one"\n;',\n  "n",\n  "a ""b""" COMMENT 'Two'`;
  const alter = (place: string) =>
    `ALTER TABLE ${place} MODIFY\n  COLUMN "ID" COMMENT 'it''s \\\\ "one"\n;',\n  COLUMN "a ""b""" COMMENT 'Two'`;

  test('a view is described by the statement that makes it', () => {
    const view = order({
      comments,
      found: standing('view'),
      materialization: { type: 'view' },
    });
    const made = `VIEW T (\n  ${list}\n) COPY GRANTS COMMENT = 'All orders' AS\nselect 1 as n`;
    expect(sent(snowflake.build(view))).toEqual([['build', 'build', `CREATE OR REPLACE ${made}`]]);
    const looked = sent(snowflake.build({ ...view, audited: true }));
    expect(looked[0]?.[2]).toBe(
      `CREATE OR REPLACE VIEW S (\n  ${list}\n) COMMENT = 'All orders' AS\nselect 1 as n`,
    );
    expect(looked[2]?.[2]).toBe(`CREATE OR REPLACE ${made}`);
    // Without anything to say of a column, there is no need to name them.
    const bare = { target: 'All orders', columns: [{ name: 'ID', text: null }] };
    expect(sent(snowflake.build({ ...view, comments: bare }))[0]?.[2]).toBe(
      `CREATE OR REPLACE VIEW T COPY GRANTS COMMENT = 'All orders' AS\nselect 1 as n`,
    );
  });

  test('a table is described behind its build', () => {
    const steps = snowflake.build(order({ comments }));
    expect(sent(steps)).toEqual([
      ['build', 'build', `CREATE OR REPLACE TABLE T COMMENT = 'All orders' AS\nselect 1 as n`],
      ['comment', 'comment', alter('T')],
    ]);
    expect(steps[1]).toMatchObject({ writes: ['SHOP'], idempotent: true, stoppable: true });
    expect(steps[1]?.target).toBeUndefined();
  });

  test.each([
    ['looked at first', { audited: true }],
    ['in place of a view', { found: standing('view') }],
  ])('a table that is built beside its place is described there: %s', (_, changes) => {
    const steps = sent(snowflake.build(order({ comments, ...changes })));
    expect(steps.slice(0, 2)).toEqual([
      ['shadow', 'shadow', `CREATE OR REPLACE TABLE S COMMENT = 'All orders' AS\nselect 1 as n`],
      ['comment', 'comment', alter('S')],
    ]);
    expect(steps.filter(([, purpose]) => purpose === 'comment')).toHaveLength(1);
  });

  test('a table that stays is described once the new rows are in it', () => {
    const steps = (changes: Comments) =>
      sent(snowflake.build(order({ comments: changes, increment, materialization: incremental })));
    const both = steps(comments);
    expect(both.map(([name]) => name)).toEqual(['shadow', 'publish', 'comment', 'cleanup']);
    // What is gathered beside it is nothing that anybody reads.
    expect(both[0]?.[2]).toBe('CREATE OR REPLACE TRANSIENT TABLE S AS\nselect 1 as n');
    expect(both[2]?.[2]).toBe(
      `EXECUTE IMMEDIATE $$\nBEGIN\n  ${alter('T')};\n  COMMENT ON TABLE T IS 'All orders';\nEND\n$$`,
    );
    const onlyTarget = { target: '', columns: [{ name: 'ID', text: null }] };
    expect(steps(onlyTarget)[2]?.[2]).toBe(`COMMENT ON TABLE T IS ''`);
    const onlyColumn = { target: null, columns: [{ name: 'ID', text: '' }] };
    expect(steps(onlyColumn)[2]?.[2]).toBe(`ALTER TABLE T MODIFY\n  COLUMN "ID" COMMENT ''`);
  });

  test('texts that would end a block stay within it', () => {
    const ending = { target: 'a $$ b \\', columns: [{ name: 'ID', text: "x $$; DROP 'y'" }] };
    const [, , step] = snowflake.build(
      order({ target: awkward, comments: ending, increment, materialization: incremental }),
    );
    expect(step?.statements[0]).toContain("EXECUTE IMMEDIATE 'BEGIN");
    expect(step?.statements[0]).toContain("COMMENT ''x $$; DROP ''''y''''''");
    expect(step?.statements[0]).toContain("IS ''a $$ b \\\\\\\\''");
  });

  test('what the job says of its target itself is said, and nothing else', () => {
    const own = { type: 'table', comment: 'Own' } as const;
    expect(sent(snowflake.build(order({ comments, materialization: own })))[0]?.[2]).toBe(
      `CREATE OR REPLACE TABLE T COMMENT = 'Own' AS\nselect 1 as n`,
    );
  });
});

describe('what is said', () => {
  const docs: Described['docs'] = {
    description: 'All orders',
    columns: [
      { name: 'id', description: 'One' },
      { name: 'gone', description: 'Lacking' },
    ],
  };
  const said = (names: string[], changes: Partial<Described> = {}) =>
    commentsOf({ docs, materialization: { type: 'table' }, engine: 'duckdb', ...changes }, names);

  test('is what is documented of the columns there are, named as they are', () => {
    expect(said(['N', 'ID'])).toEqual({
      target: 'All orders',
      columns: [
        { name: 'N', text: null },
        { name: 'ID', text: 'One' },
      ],
    });
  });

  test('is nothing where nothing is documented', () => {
    expect(said(['ID'], { docs: { description: '', columns: [] } })).toBeNull();
    expect(said(['N'], { docs: { ...docs, description: '' } })).toBeNull();
    expect(said(['N'], { materialization: { type: 'table', comment: '' } })).toBeNull();
  });

  test('is nothing of columns that an engine cannot tell apart: it names them anew', () => {
    const columns = [
      { name: 'id', text: null },
      { name: 'ID', text: null },
    ];
    expect(said(['id', 'ID'])?.columns).toEqual(columns);
    expect(said(['id', 'ID'], { engine: 'snowflake' })?.columns).toEqual([
      { name: 'id', text: 'One' },
      { name: 'ID', text: null },
    ]);
  });

  test('is cut between characters where a warehouse would take no more, and at what ends a text', () => {
    const long = { description: `a\0${'🚢'.repeat(2_000)}`, columns: [] };
    const cut = said(['ID'], { docs: long })?.target ?? '';
    expect(cut).toBe(`a${'🚢'.repeat(1_998)}…`);
    const fits = { description: '🚢'.repeat(2_000), columns: [] };
    expect(said(['ID'], { docs: fits })?.target).toBe(fits.description);
  });
});
