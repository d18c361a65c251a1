import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Log } from '../engine/ports.ts';
import { childEnvironment, logOutput, type ChildExit, type Spawn } from './child.ts';

/** How long a dead child's channel may take to be read to its end. */
const drainMs = 1_000;

/** Starts children with Node's `fork`: the Node of this process, structured clone over the IPC channel. */
export function createNodeSpawn(log: Log): Spawn {
  return program => {
    const { name, entry } = program;
    const path = typeof entry === 'string' ? entry : fileURLToPath(entry);
    const child = fork(path, [], {
      execPath: process.execPath,
      // Flags of this process (a debugger's port, a test runner's loader) are not the child's.
      execArgv: [],
      serialization: 'advanced',
      env: childEnvironment(program),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      windowsHide: true,
    });
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) logOutput(stream, log, program, () => ({ pid: child.pid }));
    }
    let exit: ChildExit | undefined;
    const listeners: ((exit: ChildExit) => void)[] = [];
    const ended = (how: ChildExit) => {
      if (exit) return;
      exit = how;
      for (const listener of listeners) listener(how);
    };
    let late: NodeJS.Timeout | undefined;
    child.on('exit', (code, signal) => {
      // A process of the child's own may hold on to what it prints to.
      late = setTimeout(() => ended({ code, signal }), drainMs);
    });
    // Answers may still be in the channel, and words in the output: they are read before the end is told.
    child.on('close', (code, signal) => {
      clearTimeout(late);
      // The handles are closed at the end of this turn: whoever waits for the end finds nothing left of the child.
      setImmediate(() => setImmediate(() => ended({ code, signal })));
    });
    child.on('error', cause => {
      // Only a failed start has no pid; a failed `send` is followed by the exit.
      if (child.pid !== undefined) return;
      log.write('error', `${name}: could not be started: ${cause.message}`, { entry: path });
      ended({ code: null, signal: null });
    });
    return {
      pid: child.pid,
      post(message) {
        if (!child.connected) return;
        try {
          child.send(message as object, () => {});
        } catch (cause) {
          // What cannot be cloned is a defect of ours; without its answer, the caller would wait for ever.
          log.write('error', `${name}: could not be sent a message: ${String(cause)}`, { pid: child.pid });
          child.kill('SIGKILL');
        }
      },
      onMessage(listener) {
        child.on('message', listener);
      },
      onExit(listener) {
        if (exit) listener(exit);
        else listeners.push(listener);
      },
      kill() {
        child.kill('SIGKILL');
      },
      hold(held) {
        const handles = [child, child.channel, child.stdout, child.stderr] as (
          | { ref?: () => void; unref?: () => void }
          | null
          | undefined
        )[];
        for (const handle of handles) {
          if (held) handle?.ref?.();
          else handle?.unref?.();
        }
      },
    };
  };
}
