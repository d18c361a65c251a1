import assert from 'node:assert/strict';
import { casesOf } from '../case.ts';
import { all, fails, type Trial } from '../trial.ts';
import { remembered } from './history.ts';

/** Starts to build a table that takes a minute. */
function slowBuild(trial: Trial, name: string) {
  const script = trial.script(`CREATE TABLE ${trial.sql(name)} AS\n${trial.slow(60)}`);
  const submitted = Promise.withResolvers<string>();
  const work = trial.executor.execute(script, { onSubmitted: submitted.resolve });
  return { script, work, submitted: Promise.race([submitted.promise, work.catch(() => 'ended')]) };
}

export const cancelling = casesOf('cancelling', {
  'a build at work is stopped, and leaves nothing': [
    ['slow statements'],
    async trial => {
      const { script, work, submitted } = slowBuild(trial, 'STOPPED');
      await submitted;
      await trial.executor.cancel(script.queryId);
      const failure = await fails(work, 'cancelled');
      assert.equal(failure.sqlstate, '57014');
      assert(!(await trial.exists(trial.relation('STOPPED'))));
      const [statement] = await remembered(trial, script.queryId);
      assert(!/RUNNING|SUCCESS/i.test(statement?.status ?? ''), statement?.status);
    },
  ],
  'a build is stopped before it has an id': [
    ['slow statements'],
    async trial => {
      const { script, work } = slowBuild(trial, 'AT_ONCE');
      await trial.executor.cancel(script.queryId);
      await fails(work, 'cancelled');
      assert(!(await trial.exists(trial.relation('AT_ONCE'))));
      const running = (await remembered(trial, script.queryId)).filter(({ status }) =>
        /RUNNING/i.test(status),
      );
      assert.deepEqual(running, []);
    },
  ],
  'a build is stopped whose submission was not answered yet': [
    ['slow statements', 'script'],
    async trial => {
      const { server } = trial;
      const late = server.faults.request(
        { how: 'wait', ms: 1_500 },
        { path: '/queries/v1/query-request', after: true },
      );
      const { script, work } = slowBuild(trial, 'UNANSWERED');
      await server.log.until(log =>
        log.submissions.some(({ queryTag }) => queryTag.includes(script.queryId)),
      );
      await trial.executor.cancel(script.queryId);
      await server.log.until(log => log.cancellations.some(({ found }) => found === 'running'));
      late.clear();
      await fails(work, 'cancelled');
      assert(!(await trial.exists(trial.relation('UNANSWERED'))));
    },
  ],
  'a query at work is stopped': [
    ['slow statements'],
    async trial => {
      const queryId = trial.newId();
      const reading = all(trial.pages(trial.slow(60), { queryId }));
      reading.catch(() => {});
      const running = async () => (await remembered(trial, queryId)).length > 0;
      while (!(await running()));
      await trial.executor.cancel(queryId);
      await fails(reading, 'cancelled');
    },
  ],
  'what has ended stays as it is': async trial => {
    const table = await trial.table('ENDED', 'SELECT 1 AS A');
    const script = trial.script(`INSERT INTO ${table} SELECT 2`);
    await trial.executor.execute(script);
    await trial.executor.cancel(script.queryId);
    assert.equal(await trial.count(table), 2);
  },
  'what nobody knows is stopped without a word': async trial => {
    await trial.executor.cancel(trial.newId());
    assert.deepEqual(await trial.row('SELECT 1 AS A'), [1]);
  },
  'one is stopped and the others go on': [
    ['slow statements'],
    async trial => {
      const one = slowBuild(trial, 'ONE');
      const other = trial.rows(trial.slow(2));
      await one.submitted;
      await trial.executor.cancel(one.script.queryId);
      await fails(one.work, 'cancelled');
      assert.equal((await other).length, 1);
    },
  ],
});
