import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  build,
  entriesFor,
  failureOf,
  main,
  openWarehouse,
  rowsOf,
  session,
  table,
  temporaryDirectory,
} from './support.ts';

function entry(program: string): string {
  const file = join(temporaryDirectory(), 'entry.mjs');
  writeFileSync(file, program);
  return file;
}

describe('an executor process', () => {
  it('works over the port of an Electron utility process as well', async () => {
    const port = entry(`
      process.parentPort = {
        postMessage: message => process.send(message),
        on: (event, listener) => event === 'close'
          ? process.on('disconnect', listener)
          : process.on('message', data => listener({ data, ports: [] })),
      };
      await import(${JSON.stringify(main.href)});
    `);
    const { executor } = openWarehouse({ entries: entriesFor(port) });
    await executor.execute(build(table('T'), 'SELECT range AS I FROM range(3)'));
    expect(await rowsOf(executor, 'SELECT I FROM T ORDER BY I')).toEqual([[0], [1], [2]]);
  });

  it('that cannot be started is a clear failure, and its output is in the log', async () => {
    const { executor, log } = openWarehouse({
      entries: entriesFor(entry(`throw new Error('broken build')`)),
    });
    expect(await failureOf(executor.test(session))).toMatchObject({
      code: 'executor_unavailable',
      message: 'The duckdb executor could not be started (exit code 1)',
    });
    await expect.poll(() => log.map(line => line.message).join('\n')).toContain('broken build');
    const missing = openWarehouse({ entries: entriesFor('/nowhere/main.mjs') });
    expect(await failureOf(missing.executor.test(session))).toMatchObject({ code: 'executor_unavailable' });
  });

  it('may print without end without filling the log', async () => {
    const noisy = entry(`
      for (let n = 0; n < 5000; n++) console.error('noise ' + n);
      process.stderr.write('x'.repeat(1_000_000), () => process.exit(3));
    `);
    const { executor, log } = openWarehouse({ entries: entriesFor(noisy) });
    await failureOf(executor.test(session));
    await expect.poll(() => log.map(line => line.message).join('\n')).toContain('left out');
    expect(log.length).toBeLessThan(300);
    expect(Math.max(...log.map(line => line.message.length))).toBeLessThan(3_000);
  });
});
