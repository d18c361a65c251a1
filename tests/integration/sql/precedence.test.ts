import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { translate } from '../../../src/main/engine/sql/translate/translate.ts';
import { openDuckdb, run } from './duckdb.ts';

/** Expressions that mean the same in both dialects, with few parentheses: who binds tighter decides. */
const { number } = fc.letrec<{ number: string; truth: string }>(tie => ({
  number: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('a', 'b', 'c', '0', '1', '7', 't.a', 'NULL::int'),
    fc
      .tuple(tie('number'), fc.constantFrom(' + ', ' - ', ' * ', '-'), tie('number'))
      .map(parts => parts.join('')),
    tie('number').map(value => `(${value})`),
    tie('number').map(value => `- ${value}`),
    fc
      .tuple(tie('truth'), tie('number'), tie('number'))
      .map(([when, yes, no]) => `case when ${when} then ${yes} else ${no} end`),
    fc.tuple(tie('number'), tie('number')).map(([x, y]) => `coalesce(${x}, ${y})`),
    tie('number').map(value => `abs(${value})`),
  ),
  truth: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc
      .tuple(tie('number'), fc.constantFrom('=', '<>', '<', '>=', '!='), tie('number'))
      .map(parts => parts.join(' ')),
    fc
      .tuple(tie('truth'), fc.constantFrom(' and ', ' or ', '\nAND\n'), tie('truth'))
      .map(parts => parts.join('')),
    tie('truth').map(value => `not ${value}`),
    tie('truth').map(value => `(${value})`),
    tie('number').map(value => `${value} is null`),
    tie('number').map(value => `${value} is not null`),
    fc
      .tuple(tie('number'), tie('number'), tie('number'))
      .map(([x, low, high]) => `${x} between ${low} and ${high}`),
    fc.tuple(tie('number'), tie('number'), tie('number')).map(([x, y, z]) => `${x} not in (${y}, ${z})`),
    fc
      .tuple(tie('number'), tie('number'))
      .map(([x, y]) => `(${x})::varchar || 'x' like (${y})::varchar || '%'`),
  ),
}));

test('translated expressions have the values of the originals', { timeout: 60_000 }, async () => {
  const { connection } = await openDuckdb();
  await connection.run(
    'CREATE TABLE "T" AS SELECT * FROM (VALUES (1, 2, NULL), (-3, 0, 5), (7, 7, 1)) AS t("A", "B", "C")',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(number, { minLength: 1, maxLength: 6 }), async expressions => {
      // A minus before a minus would begin a comment.
      const items = expressions.map(text => text.replaceAll('--', '- -'));
      const sql = `select ${items.map((item, index) => `${item} as x${index}`).join(', ')} from t order by a`;
      const original = await run(connection, sql);
      expect((await run(connection, translate(sql).sql)).rows).toEqual(original.rows);
    }),
    { numRuns: 300 },
  );
});
