/* oxlint-disable unicorn/require-post-message-target-origin -- these are ports and processes, not windows */
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { utilityProcess } from 'electron';
import type { Log } from '../engine/ports.ts';
import { type ChildExit, childEnvironment, logOutput, type Spawn } from '../processes/child.ts';

/**
 * Starts children as Electron's utility processes: a packaged application cannot run itself as Node. They end with the
 * application, and never hold it.
 */
export function createUtilitySpawn(log: Log): Spawn {
  return program => {
    const { name, entry } = program;
    const path = typeof entry === 'string' ? entry : fileURLToPath(entry);
    const child = utilityProcess.fork(path, [], {
      env: childEnvironment(program),
      stdio: 'pipe',
      serviceName: `Slipway ${name}`,
    });
    let exit: ChildExit | undefined;
    let killed = false;
    const listeners: ((exit: ChildExit) => void)[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      if (stream instanceof Readable) logOutput(stream, log, program, () => ({ pid: child.pid }));
    }
    const kill = () => {
      killed = true;
      if (child.pid === undefined) return;
      try {
        // `child.kill` asks (SIGTERM), which a driver busy in native code may never hear.
        process.kill(child.pid, 'SIGKILL');
      } catch {
        // It has just ended by itself.
      }
    };
    child.once('spawn', () => {
      if (killed) kill();
    });
    child.once('exit', code => {
      exit = { code, signal: null };
      for (const listener of listeners) listener(exit);
    });
    return {
      get pid() {
        return child.pid;
      },
      post(message) {
        if (!exit) child.postMessage(message);
      },
      onMessage(listener) {
        child.on('message', listener);
      },
      onExit(listener) {
        if (exit) listener(exit);
        else listeners.push(listener);
      },
      kill() {
        if (!exit) kill();
      },
    };
  };
}
