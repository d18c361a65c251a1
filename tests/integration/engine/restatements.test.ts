import { describe, expect, test } from 'vitest';
import { backfillEnded } from '../../support/backfills.ts';
import { type ByTime, byDay, definition, openDays, row } from '../../support/days.ts';
import { ada, ended, runJob } from '../../support/engine.ts';

describe('a backfill, or a restatement', () => {
  test('is not done where conditions kept its run from building', async () => {
    const { engine, apply, start, add, values } = await openDays();
    await apply(
      definition('a', {
        conditions: [{ quality: { source: 'LAKE.RAW.EVENTS', check: 'unique', columns: ['ID'] } }],
      }),
    );
    await runJob(engine, 'a');
    await add(row(1, 1, 'twin'));
    const { id } = await start('a', { restate: true, chunk: 4 });
    const done = await backfillEnded(engine, id);
    expect(await values('a')).toEqual(['a', 'a', 'a', 'a']);
    expect([done.state, done.chunks[0]?.state]).toEqual(['failed', 'skipped']);
  });

  test('does not put old rows in the place of a version that was promoted while its run waited', async () => {
    const { engine, apply, start, held, one, dispatch, values, publish } = await openDays();
    await one();
    await apply(definition('a'));
    await apply(definition('b'));
    await runJob(engine, 'a');
    held.shut();
    const busy = await dispatch('b');
    const { id } = await start('a', { restate: true, chunk: 4 });
    await publish(`select id, day, at, 'new' as value from LAKE.RAW.EVENTS`, 'v2');
    await apply(definition('a', { tag: 'v2' }));
    const full = await dispatch('a', { full_refresh: true });
    held.open();
    await ended(engine, busy.id);
    await ended(engine, full.id);
    const done = await backfillEnded(engine, id);
    expect(await values('a')).toEqual(['new', 'new', 'new', 'new']);
    expect(done.state).toBe('failed');
  });

  test('ends where its job was given another target', async () => {
    const { engine, apply, start, held } = await openDays();
    await apply(definition('a'));
    await runJob(engine, 'a');
    held.shut();
    const { id } = await start('a', { restate: true });
    await apply(definition('a', { target: { table: 'OTHER' } }));
    held.open();
    const done = await backfillEnded(engine, id);
    // What was under way is; nothing more is begun.
    expect(done.chunks[1]?.state).not.toBe('completed');
  });

  test('does not make its old target anew where its job has another one, and leaves the record of that', async () => {
    const { engine, apply, start, write, fill, missing, values, publish } = await openDays();
    await publish(
      `select id, day, at, case when day < date '2013-01-03' then (1 / 0)::varchar else value end as value from LAKE.RAW.EVENTS`,
      'v2',
    );
    await apply(definition('a', { tag: 'v2' }));
    const { id } = await start('a');
    expect((await backfillEnded(engine, id)).state).toBe('failed');
    // Somebody renames the table, and says so in the job.
    await write('DROP TABLE SHOP.MARTS.A');
    await fill(row(3, 3), row(4, 4));
    const later: ByTime = { ...byDay, begin: '2013-01-03' };
    await apply(definition('a', { tag: 'v2', target: { table: 'OTHER' }, materialization: later }));
    expect((await runJob(engine, 'a')).state).toBe('completed');
    await engine.backfills.resume(ada, id);
    await backfillEnded(engine, id);
    expect(missing('a')).toBe(0);
    await expect(values('a')).rejects.toThrow('Missing: SHOP.MARTS.A');
    const next = await runJob(engine, 'a');
    expect(next.failures).toEqual([]);
  });

  test('makes no table of its later intervals alone, where the target was dropped meanwhile', async () => {
    const { engine, apply, start, write, ids, publish } = await openDays();
    await publish(
      `select id, day, at, case when value = 'x' then (1 / 0)::varchar else value end as value from LAKE.RAW.EVENTS`,
      'v2',
    );
    await write(`UPDATE LAKE.RAW.EVENTS SET "VALUE" = 'x' WHERE "ID" = 1`);
    await apply(definition('a', { tag: 'v2' }));
    const { id } = await start('a');
    await backfillEnded(engine, id);
    await write(`UPDATE LAKE.RAW.EVENTS SET "VALUE" = 'a'`);
    await write('DROP TABLE SHOP.MARTS.A');
    await engine.backfills.resume(ada, id);
    const done = await backfillEnded(engine, id);
    expect(done.state).toBe('failed');
    expect(done.chunks.at(-1)?.reason).toContain('SHOP.MARTS.A is not there any more');
    await expect(ids('a')).rejects.toThrow('Missing: SHOP.MARTS.A');
  });

  test('needs a reason again where its restatement in a protected environment is done again', async () => {
    const { engine, apply, start } = await openDays();
    await engine.environments.apply(ada, {
      name: 'prod',
      connection: 'embedded',
      database: 'SHOP',
      schema: 'PRD',
      protected: true,
    });
    await apply(definition('a', { environment: 'prod' }));
    await runJob(engine, 'a');
    const { id } = await start('a', { restate: true, cause: 'late files', chunk: 4 });
    const done = await backfillEnded(engine, id);
    await expect(engine.runs.retry(ada, done.chunks[0]?.run ?? 0, 'exactly', '')).rejects.toMatchObject({
      details: { problems: [{ path: 'cause' }] },
    });
  });
});
