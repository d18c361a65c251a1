import assert from 'node:assert/strict';
import type { Increment, Order } from '../../../src/main/engine/dialects/dialect.ts';
import { momentKind, momentText } from '../../../src/main/engine/intervals/bounds.ts';
import { zoneOf } from '../../../src/main/engine/schedule/zone.ts';
import { literal } from '../../../src/main/engine/dialects/increments.ts';
import { dialects } from '../../../src/main/engine/dialects/index.ts';
import { narrowed } from '../../../src/main/engine/dialects/increments.ts';
import type { Cell } from '../../../src/shared/contract/common.ts';
import type { Incremental } from '../../../src/shared/contract/materialization.ts';
import { quoteRelation } from '../../../src/shared/domain/relation.ts';
import { casesOf } from '../case.ts';
import type { Trial } from '../trial.ts';

const columns = ['ID', 'DAY', 'V'];
const day = (number: number) => `'2013-01-0${number}'::DATE`;
const before = `SELECT 1 AS ID, ${day(1)} AS DAY, 10 AS V UNION ALL SELECT 2, ${day(2)}, 20`;
/** The second row changed, a third came. */
const after = `SELECT 1 AS ID, ${day(1)} AS DAY, 10 AS V UNION ALL SELECT 2, ${day(2)}, 21 UNION ALL SELECT 3, ${day(3)}, 30`;

/** Changes a target as the engine does: each statement of each step that the dialect says. */
async function changed(
  trial: Trial,
  incremental: Omit<Incremental, 'type'>,
  change: Pick<Increment, 'key'> & { start: string },
): Promise<Cell[][]> {
  const target = trial.relation(`KEPT_${incremental.strategy.toUpperCase()}_${change.key.length}`);
  const source = await trial.table('ARRIVED', after);
  await trial.build(target, before);
  const increment: Increment = {
    strategy: incremental.strategy,
    columns,
    added: [],
    key: change.key,
    stretch: { column: 'DAY', start: change.start, end: null },
  };
  const order: Order = {
    query: narrowed(`SELECT * FROM ${source}`, increment),
    target,
    materialization: { type: 'incremental', ...incremental },
    found: { type: 'table', schema: true, grants: [] },
    increment,
    inspection: { watermark: 'DAY', key: incremental.strategy === 'merge' ? change.key : [] },
    comments: null,
    owner: 'TRIAL_1',
    audited: false,
  };
  for (const step of dialects.snowflake.build(order)) {
    if (step.purpose === 'inspect') {
      const [counts = '', twice] = step.statements;
      assert.deepEqual(
        (await trial.row(counts)).slice(1).map(Number),
        counts.includes('lacking_1') ? [0, 0] : [0],
      );
      if (twice !== undefined) assert.deepEqual(await trial.rows(twice), []);
    } else {
      await trial.run(step.statements, step.target && { target: step.target });
    }
  }
  return await trial.rows(`SELECT ID, V FROM ${quoteRelation(target)} ORDER BY ID, V`);
}

const all = [
  [1, 10],
  [2, 21],
  [3, 30],
];

export const incremental = casesOf('incremental builds', {
  'append adds what is above the highest watermark': async trial => {
    const rows = await changed(trial, { strategy: 'append', watermark: 'DAY' }, { key: [], start: day(2) });
    assert.deepEqual(rows, [
      [1, 10],
      [2, 20],
      [3, 30],
    ]);
  },
  'merge replaces by key, and adds': async trial => {
    const parts = { strategy: 'merge' as const, unique_key: ['ID'], watermark: 'DAY' };
    assert.deepEqual(await changed(trial, parts, { key: ['ID'], start: day(2) }), all);
  },
  'delete and insert by key': async trial => {
    const parts = { strategy: 'delete_insert' as const, unique_key: ['DAY'], watermark: 'DAY' };
    assert.deepEqual(await changed(trial, parts, { key: ['DAY'], start: day(2) }), all);
  },
  'delete and insert by time': async trial => {
    const parts = { strategy: 'delete_insert' as const, watermark: 'DAY' };
    assert.deepEqual(await changed(trial, parts, { key: [], start: day(2) }), all);
  },
  'the highest watermark is told as a text that casts back, with what is looked back': async trial => {
    const relation = trial.relation('MARKED');
    await trial.build(relation, "SELECT '2013-01-05 10:11:12.345678'::TIMESTAMP_NTZ AS AT, 7 AS N");
    const { snowflake } = dialects;
    const told = await trial.row(
      snowflake.watermark(relation, { name: 'AT', type: 'TIMESTAMP_NTZ(9)' }, 86_400_000),
    );
    assert.deepEqual(told, ['2013-01-05 10:11:12.345678000', '2013-01-04 10:11:12.345678000', false]);
    const number = snowflake.watermark(relation, { name: 'N', type: 'NUMBER(38,0)' }, null);
    assert.deepEqual(await trial.row(number), ['7', '7', false]);
  },
  'the clock is told in milliseconds since 1970': async trial => {
    const [now] = await trial.row(dialects.snowflake.clock);
    const apart = Math.abs(Number(now) - Date.now());
    assert.ok(apart < 600_000, `it is ${apart} ms from this machine's clock`);
  },
  'bounds of intervals are moments where the column has a zone, and what clocks show where not':
    async trial => {
      const grid = { interval: 'day' as const, zone: zoneOf('America/New_York') };
      const instant = Date.parse('2013-01-05T05:00:00Z');
      const said = (type: string) => literal(momentText(momentKind(type) ?? 'local', grid, instant), type);
      const row = await trial.row(
        [
          `SELECT ${said('TIMESTAMP_TZ')} = '2013-01-05 00:00:00 -0500'::TIMESTAMP_TZ`,
          `${said('TIMESTAMP_LTZ')} = '2013-01-05 00:00:00 -0500'::TIMESTAMP_TZ`,
          `${said('TIMESTAMP_NTZ')} = '2013-01-05 00:00:00'::TIMESTAMP_NTZ`,
          `${said('DATE')} = '2013-01-05'::DATE`,
        ].join(', '),
      );
      assert.deepEqual(row, [true, true, true, true]);
    },
});
