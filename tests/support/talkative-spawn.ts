import type { Log } from '../../src/main/engine/ports.ts';
import type { Spawn } from '../../src/main/processes/child.ts';
import { createNodeSpawn } from '../../src/main/processes/node-process.ts';

/** Starts children as they are started; the executors of connections called `talk_…` are talkative ones. */
export function createTalkativeSpawn(log: Log): Spawn {
  const start = createNodeSpawn(log);
  const entry = new URL('talkative-executor.ts', import.meta.url);
  return program => start(program.name.startsWith('snowflake talk_') ? { ...program, entry } : program);
}
