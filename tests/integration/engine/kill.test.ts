import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openEngine } from '../../../src/main/engine/engine.ts';
import { addJob, addModel, addShop, ended, engineOptions, rowsOf } from '../../support/engine.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

interface Word {
  id: number;
  state: string;
}

const program = join(import.meta.dirname, '../../support/busy-engine.ts');
const jobs = ['a_dev', 'b_dev', 'c_prod'];
const rounds = 8;

/** Kills a busy engine once it has said `words` things; resolves with all it said. */
async function killAfter(directory: string, words: number): Promise<Word[]> {
  const said: Word[] = [];
  const child: ChildProcess = fork(program, [directory, ...jobs], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  child.on('message', word => {
    said.push(word as Word);
    if (said.length === words) child.kill('SIGKILL');
  });
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGKILL');
  return said;
}

test('killing the host at any moment loses nothing it had acknowledged', { timeout: 180_000 }, async () => {
  const directory = temporaryDirectory();
  const first = await openEngine(engineOptions(directory));
  await addShop(first);
  for (const name of ['a', 'b', 'c']) {
    await addModel(first, name, 'select {{ stamp }} as stamp, * from LAKE_DEV.RAW.ORDERS');
  }
  for (const job of jobs) await addJob(first, job.slice(0, 1), job.slice(2));
  await first.close();

  for (let round = 0; round < rounds; round++) {
    const said = await killAfter(directory, 5 + round * 7);
    const engine = await openEngine(engineOptions(directory));
    const { runs } = engine.runs.list({ limit: 1_000 });
    await Promise.all(runs.map(run => ended(engine, run.id)));
    for (const word of said) {
      const run = engine.runs.get(word.id);
      if (word.state !== 'dispatched') expect([run.id, run.state]).toEqual([word.id, word.state]);
      expect(['completed', 'failed']).toContain(run.state);
      if (run.state === 'failed') expect(run.failures).toMatchObject([{ code: 'lost' }]);
      expect(run.steps.filter(step => step.state === 'running')).toEqual([]);
    }
    // What the warehouse holds is what the last completed run of the job built.
    for (const job of jobs) {
      const last = engine.runs.list({ job, state: ['completed'], limit: 1 }).runs[0];
      if (!last) continue;
      const table = job.slice(0, 1);
      const rows = await rowsOf(engine, job.slice(2), `select distinct stamp from ${table}`);
      expect(rows).toEqual([[engine.runs.get(last.id).frozen.variables.stamp]]);
    }
    await engine.close();
  }
});
