import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { duckdbPrelude } from '../../../src/main/engine/sql/duckdb-macros.ts';
import { translate } from '../../../src/main/engine/sql/translate/translate.ts';
import { openDuckdb, run } from './duckdb.ts';

/** Uses macros of every sort: plain, with overloads, table macros, and those that call others. */
const query = `
  select e.id, dateadd(day, 1, e.at) as next, e.at::varchar as text, e.at::date::varchar as day, f.value::string as tag,
    initcap(f.value) as name, 10 / e.id as ratio, array_size(e.v) as tags
  from src.s.events e, lateral flatten(input => e.v) f
  order by 1, 5`;

test('a view that needs macros works in a later process, from every connection and schema', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-sql-'));
  try {
    const file = join(directory, 'src.duckdb');
    const first = await openDuckdb();
    await first.connection.run(`ATTACH '${file}' AS "SRC"`);
    await first.connection.run('CREATE SCHEMA "SRC"."S"');
    await first.connection.run(
      `CREATE TABLE "SRC"."S"."EVENTS" AS SELECT 1 AS "ID", TIMESTAMP '2020-01-01 10:00:00' AS "AT", '["x", "y"]'::JSON AS "V"`,
    );
    await first.connection.run(`CREATE VIEW "SRC"."S"."TAGS" AS ${translate(query).sql}`);
    const expected = (await run(first.connection, 'SELECT * FROM "SRC"."S"."TAGS"')).rows;
    expect(expected).toEqual([
      ['1', '2020-01-02 10:00:00', '2020-01-01 10:00:00.000', '2020-01-01', 'x', 'X', '10.000000', '2'],
      ['1', '2020-01-02 10:00:00', '2020-01-01 10:00:00.000', '2020-01-01', 'y', 'Y', '10.000000', '2'],
    ]);
    first.connection.closeSync();
    first.instance.closeSync();

    const second = await openDuckdb();
    await second.connection.run(`ATTACH '${file}' AS "SRC"`);
    const other = await second.instance.connect();
    await other.run('USE "SRC"."S"');
    for (const connection of [second.connection, other]) {
      expect((await run(connection, 'SELECT * FROM "SRC"."S"."TAGS"')).rows).toEqual(expected);
    }
    other.closeSync();
    second.connection.closeSync();
    second.instance.closeSync();
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});

test('the prelude can run again', async () => {
  const { connection } = await openDuckdb();
  for (const statement of duckdbPrelude) await connection.run(statement);
  expect((await run(connection, translate("select initcap('a b')").sql)).rows).toEqual([['A B']]);
});
