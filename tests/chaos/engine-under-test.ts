import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Action, Answer } from './protocol.ts';

const program = join(import.meta.dirname, 'engine-process.ts');

/** The engine's process, and one that waits to take its place: starting Node takes longer than most rounds. */
export class EngineUnderTest {
  private readonly arguments: string[];
  private readonly cache: string;
  private current: ChildProcess | null = null;
  private spare: Promise<ChildProcess>;

  constructor(workspace: string, record: string, seed: number, cache: string) {
    this.arguments = [workspace, record, String(seed)];
    this.cache = cache;
    this.spare = this.start();
  }

  /** Resolves with null when the process was killed on the way. */
  async tell(action: Action): Promise<Answer | null> {
    if (action.do === 'open') {
      this.current = await this.spare;
      this.spare = this.start();
    }
    const child = this.current;
    if (!child) throw new Error('there is no engine');
    const { promise, resolve, reject } = Promise.withResolvers<Answer | null>();
    const onExit = (code: number | null, signal: string | null) => {
      this.current = null;
      if (signal === 'SIGKILL') resolve(null);
      else reject(new Error(`the engine ended with ${code ?? signal} during ${JSON.stringify(action)}`));
    };
    child.once('exit', onExit);
    child.once('message', answer => resolve(answer as Answer));
    child.send(action);
    const answer = await promise;
    child.removeAllListeners('message');
    child.off('exit', onExit);
    if (action.do === 'close' && answer !== null) {
      if (child.exitCode === null) await once(child, 'exit');
      this.current = null;
    }
    return answer;
  }

  /** Ends both processes. */
  async end(): Promise<void> {
    for (const child of [this.current, await this.spare]) {
      if (!child || child.exitCode !== null || child.signalCode !== null) continue;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
  }

  private async start(): Promise<ChildProcess> {
    const child = fork(program, this.arguments, {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, NODE_COMPILE_CACHE: this.cache },
    });
    await once(child, 'message');
    return child;
  }
}
