import { SlipwayError } from '../../shared/domain/errors.ts';
import type { Upkeep } from '../engine/ports.ts';
import { closedError } from '../engine/store/open.ts';
import type { ChildExit, ChildHandle, Spawn } from '../processes/child.ts';
import type { Answer, Request } from './protocol.ts';

/**
 * A process for each piece of work: both read the whole database, which takes seconds once it has grown. A process can be
 * ended in the middle of it, and a file so damaged that SQLite dies of it does not take the engine along.
 */
export function createUpkeep({ spawn, entry }: { spawn: Spawn; entry: URL }): Upkeep {
  const running = new Map<ChildHandle, Promise<unknown>>();
  let closed = false;

  function ask(request: Request): Promise<Answer> {
    if (closed) return Promise.reject(closedError());
    const child = spawn({ name: 'Database upkeep', entry });
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    running.set(child, promise);
    let answer: Answer | undefined;
    child.onMessage(message => {
      answer = message as Answer;
    });
    // Only at its end, so that nothing of it has the files open any more.
    child.onExit(exit => {
      running.delete(child);
      if (answer) resolve(answer);
      else reject(closed ? closedError() : brokenOff(request, exit));
    });
    child.post(request);
    return promise;
  }

  return {
    async check(file) {
      const answer = await ask({ work: 'check', file });
      if (answer.kind === 'problems') return answer.problems;
      throw errorOf(answer);
    },
    async copy(file, copy) {
      const answer = await ask({ work: 'copy', file, copy });
      if (answer.kind !== 'copied') throw errorOf(answer);
    },
    async close() {
      closed = true;
      const ended = [...running.values()];
      for (const child of running.keys()) child.kill();
      await Promise.allSettled(ended);
    },
  };
}

function errorOf(answer: Answer): Error {
  if (answer.kind !== 'error') return new Error(`"${answer.kind}" answers something else`);
  const { code, message, details } = answer.error;
  return new SlipwayError(code, message, details);
}

function brokenOff({ work, file }: Request, { code, signal }: ChildExit): SlipwayError {
  const how = signal ?? (code === null ? 'its process cannot be started' : `exit code ${code}`);
  const what = work === 'check' ? 'checking' : 'copying';
  return new SlipwayError('unavailable', `${what} ${file} broke off (${how})`, {
    hint: 'Try again; if it happens again, the file may be damaged: keep it and restore a backup',
  });
}
