import type { Clock } from '../../engine/ports.ts';
import type { ChildHandle, Spawn } from '../../processes/child.ts';
import { KeychainError, type KeychainProblem } from './problems.ts';
import type { Answer, Request } from './protocol.ts';

/** The keychain of this user. What it cannot do it throws as `KeychainError`. */
export interface Keychain {
  /** Null where it has none. */
  get(name: string): Promise<string | null>;
  /** The same without handing the value to this process; soon, and `silent` where the keychain takes its time. */
  has(name: string): Promise<boolean>;
  set(name: string, value: string): Promise<void>;
  /** False where it was not there. */
  delete(name: string): Promise<boolean>;
  /** Whether it answers; reads nothing. Soon, as `has`. */
  check(): Promise<void>;
  close(): Promise<void>;
}

export interface KeychainOptions {
  clock: Clock;
  spawn: Spawn;
  /** The file of main.ts, as source or built. */
  entry: URL;
}

/** How long the keychain has in all: a person may be typing a password into its dialog. In ms. */
export const answerMs = 60_000;
/** How long somebody waits who only wants to know; the question itself goes on. */
export const patienceMs = 5_000;
/** After that it was silent, it is asked nothing for so long by those who only want to know. */
const restMs = 30_000;
/** So long after its last question its process is ended. */
const idleMs = 60_000;

type Wanted = Request extends infer R ? (R extends { id: number } ? Omit<R, 'id'> : never) : never;

interface Waiting {
  resolve(result: string | boolean | null): void;
  reject(cause: KeychainError): void;
  stopTimer(): void;
}

/** Asks the keychain's process, which starts with the first question and is killed when it does not answer. */
export function createKeychain({ clock, spawn, entry }: KeychainOptions): Keychain {
  let child: ChildHandle | undefined;
  const ending = new Set<Promise<void>>();
  const waiting = new Map<number, Waiting>();
  /** Questions of those who only want to know: asked once, however many ask. */
  const asked = new Map<string, Promise<string | boolean | null>>();
  let nextId = 1;
  let closed = false;
  let stopIdleTimer = () => {};
  /** On the clock's `elapsed`. */
  let silentUntil = 0;

  function ask(request: Wanted): Promise<string | boolean | null> {
    if (closed) return Promise.reject(new KeychainError('none'));
    stopIdleTimer();
    child ??= start();
    child.hold?.(true);
    const id = nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<string | boolean | null>();
    const stopTimer = clock.timer(answerMs, () => {
      silentUntil = clock.elapsed() + restMs;
      drop('silent');
    });
    waiting.set(id, { resolve, reject, stopTimer });
    child.post({ id, ...request });
    return promise;
  }

  /** The same for somebody who does not wait long. */
  async function askSoon(key: string, request: Wanted): Promise<string | boolean | null> {
    if (clock.elapsed() < silentUntil) throw new KeychainError('silent');
    let question = asked.get(key);
    if (question === undefined) {
      question = ask(request).finally(() => asked.delete(key));
      asked.set(key, question);
      // Whoever asked may be gone by then.
      question.catch(() => {});
    }
    const { promise: late, reject } = Promise.withResolvers<never>();
    const stopTimer = clock.timer(patienceMs, () => reject(new KeychainError('silent')));
    try {
      return await Promise.race([question, late]);
    } finally {
      stopTimer();
    }
  }

  function start(): ChildHandle {
    const started = spawn({ name: 'Keychain', entry });
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    ending.add(ended);
    started.onMessage(message => receive(message as Answer));
    started.onExit(() => {
      resolve();
      ending.delete(ended);
      if (child === started) drop('failed');
    });
    return started;
  }

  function receive(answer: Answer): void {
    const one = waiting.get(answer.id);
    waiting.delete(answer.id);
    one?.stopTimer();
    silentUntil = 0;
    if ('problem' in answer) one?.reject(new KeychainError(answer.problem));
    else one?.resolve(answer.result);
    if (waiting.size > 0) return;
    child?.hold?.(false);
    stopIdleTimer = clock.timer(idleMs, () => drop('none'));
  }

  /** Ends the process; whoever waits for it is told why. */
  function drop(problem: KeychainProblem): void {
    stopIdleTimer();
    const gone = child;
    child = undefined;
    gone?.kill();
    for (const one of waiting.values()) {
      one.stopTimer();
      one.reject(new KeychainError(problem));
    }
    waiting.clear();
  }

  return {
    get: async name => (await ask({ op: 'get', name })) as string | null,
    has: async name => (await askSoon(`has ${name}`, { op: 'has', name })) === true,
    set: async (name, value) => void (await ask({ op: 'set', name, value })),
    delete: async name => (await ask({ op: 'delete', name })) === true,
    check: async () => void (await askSoon('check', { op: 'check' })),
    async close() {
      closed = true;
      // An idle process keeps nobody waiting, but whoever closes waits for its end.
      child?.hold?.(true);
      const all = [...ending];
      drop('none');
      await Promise.all(all);
    },
  };
}
