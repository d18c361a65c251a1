import { type ChildProcess, fork as forkNode } from 'node:child_process';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { onlySupported, StrictEmitter, unsupported } from '../strict.ts';
import { app } from './app.ts';

interface ForkOptions {
  env?: NodeJS.ProcessEnv;
  execArgv?: string[];
  cwd?: string;
  stdio?: 'pipe' | 'ignore' | 'inherit' | ('pipe' | 'ignore' | 'inherit')[];
  serviceName?: string;
}

const childStart = new URL('../utility/parent-port.ts', import.meta.url).href;

/** A child process that talks over `process.parentPort`, as Electron's utility processes do. */
export class UtilityProcess extends StrictEmitter {
  protected override emittedEvents(): readonly string[] {
    return ['spawn', 'exit', 'message', 'error'];
  }
  readonly #child: ChildProcess;
  readonly #name: string;
  #running = false;

  constructor(modulePath: string, args: string[], options: ForkOptions) {
    super();
    onlySupported('utilityProcess.fork', options, ['env', 'execArgv', 'cwd', 'stdio', 'serviceName']);
    const { env, execArgv = [], cwd, stdio = 'inherit', serviceName = basename(modulePath) } = options;
    this.#name = serviceName;
    const [, out = 'inherit', err = 'inherit'] = Array.isArray(stdio) ? stdio : [stdio, stdio, stdio];
    this.#child = forkNode(modulePath, args, {
      cwd,
      env: env ?? process.env,
      execArgv: [...execArgv, '--disable-warning=ExperimentalWarning', '--import', childStart],
      serialization: 'advanced',
      stdio: ['ignore', out, err, 'ipc'],
    });
    this.#child.on('spawn', () => {
      this.#running = true;
      this.emit('spawn');
    });
    this.#child.on('message', message => this.emit('message', message));
    this.#child.on('error', error =>
      process.stderr.write(`Electron stand-in: ${this.#name}: ${error.message}\n`),
    );
    this.#child.on('exit', (code, signal) => this.#exited(code ?? (signal === null ? 0 : 15)));
    process.on('exit', this.#killWithUs);
  }

  get pid(): number | undefined {
    return this.#running ? this.#child.pid : undefined;
  }
  get stdout(): Readable | null {
    return this.#child.stdout;
  }
  get stderr(): Readable | null {
    return this.#child.stderr;
  }

  postMessage(message: unknown, transfer: unknown[] = []): void {
    if (transfer.length > 0) throw unsupported('transferring ports to a utility process');
    if (this.#child.connected) this.#child.send(Object(message));
  }

  /** Asks it to end, as Electron does; true when it was running. */
  kill(): boolean {
    return this.#running && this.#child.kill('SIGTERM');
  }

  readonly #killWithUs = (): void => void this.#child.kill('SIGKILL');

  #exited(code: number): void {
    this.#running = false;
    process.off('exit', this.#killWithUs);
    this.emit('exit', code);
    const reason = code === 0 ? 'clean-exit' : 'abnormal-exit';
    app.emit('child-process-gone', {}, { type: 'Utility', name: this.#name, reason, exitCode: code });
  }
}

/** Electron's module of this name. */
export const utilityProcess = {
  fork(modulePath: string, args: string[] = [], options: ForkOptions = {}): UtilityProcess {
    if (!app.isReady()) throw new Error('utilityProcess cannot be created before app is ready.');
    return new UtilityProcess(modulePath, args, options);
  },
};
