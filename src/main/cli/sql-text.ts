import type { Analysis } from '../engine/sql/types.ts';
import { inFile } from './errors.ts';
import { maxSqlLength, readText } from './inputs.ts';

/** What the help of every command that takes SQL says of its FILE. */
export const fileHelp = 'FILE is a file with Snowflake SQL, or "-" for stdin.';
export const aloneHelp = 'Needs no workspace.';

export function readSql(name: string): Promise<string> {
  return readText(name, maxSqlLength);
}

/** The analysis without an engine: nothing is opened, locked or written. */
export async function withAnalysis<T>(name: string, work: (analysis: Analysis) => Promise<T>): Promise<T> {
  const [{ createAnalysis }, { createNodeSpawn }, { systemClock }, { entryPoint }] = await Promise.all([
    import('../analysis/client.ts'),
    import('../processes/node-process.ts'),
    import('../system/clock.ts'),
    import('../system/places.ts'),
  ]);
  const analysis = createAnalysis({
    clock: systemClock,
    // There is no workspace whose log could take what the child prints; its end is told by the error.
    spawn: createNodeSpawn({ write: () => {} }),
    entry: entryPoint('analysis'),
  });
  try {
    return await inFile(name, work(analysis));
  } finally {
    await analysis.close();
  }
}
