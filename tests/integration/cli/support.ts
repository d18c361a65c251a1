import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { socketClient } from '../../../src/main/api/clients.ts';
import { root, socketPath } from '../../../src/main/system/places.ts';
import type { Client } from '../../../src/shared/contract/index.ts';
import { addEnvironments, addJob, addModel } from '../../support/shop.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { openTestHost } from '../../support/workspace.ts';

const program = join(root, 'src/main/cli/main.ts');

export interface Ended {
  /** Null when a signal ended it. */
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Options {
  input?: string;
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** User the process runs as; root only. */
  uid?: number;
  /** In a process group of its own, as a shell would start it. */
  group?: boolean;
}

export interface Started {
  child: ChildProcess;
  ended: Promise<Ended>;
  /** Resolves with the first line on stderr (or stdout) that fits. Throws when the process ends without one. */
  line(pattern: RegExp, stream?: 'stdout' | 'stderr'): Promise<string>;
}

/** Starts `slipway` as a process of its own. It is ended with the test. */
export function start(args: string[], options: Options = {}): Started {
  const { input, cwd, env, uid, group = false } = options;
  const child = spawn(process.execPath, [program, ...args], {
    cwd: cwd ?? root,
    env: {
      ...process.env,
      NO_COLOR: undefined,
      COLUMNS: undefined,
      SLIPWAY_WORKSPACE: undefined,
      ...env,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: group,
    ...(uid !== undefined && { uid, gid: uid }),
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input ?? '');
  const output = { stdout: '', stderr: '' };
  const watchers: (() => void)[] = [];
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', chunk => {
      output[name] += chunk;
      for (const watch of watchers) watch();
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code => resolve({ code, ...output }));
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return {
    child,
    ended,
    line(pattern, stream = 'stderr') {
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      const look = () => {
        const found = output[stream].split('\n').find(text => pattern.test(text));
        if (found !== undefined) resolve(found);
      };
      watchers.push(look);
      look();
      void ended.then(({ code, stderr }) =>
        reject(new Error(`ended with ${code} without ${pattern}:\n${stderr}`)),
      );
      return promise;
    },
  };
}

/** Whether there is a program here that makes terminals. */
export const hasTerminals = process.platform === 'linux' && existsSync('/usr/bin/script');

/**
 * The same on a terminal of its own (util-linux's `script`): each answer is typed when its question is there. What is typed
 * is in `stdout` where the terminal shows it.
 */
export async function onTerminal(
  args: string[],
  answers: [question: string, answer: string][],
): Promise<Ended> {
  const quoted = [process.execPath, program, ...args].map(part => `'${part}'`).join(' ');
  const child = spawn('script', ['--quiet', '--return', '--command', quoted, '/dev/null'], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1', TERM: 'xterm' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  const left = [...answers];
  child.stdout.setEncoding('utf8').on('data', chunk => {
    stdout += chunk;
    const [next] = left;
    if (next === undefined || !stdout.includes(next[0])) return;
    left.shift();
    child.stdin.write(`${next[1]}\r`);
  });
  child.stderr.setEncoding('utf8').on('data', chunk => (stderr += chunk));
  const { promise, resolve, reject } = Promise.withResolvers<Ended>();
  child.on('error', reject);
  child.on('close', code => resolve({ code, stdout, stderr }));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await promise.catch(() => {});
  });
  return await promise;
}

export function slipway(args: string[], options: Options = {}): Promise<Ended> {
  return start(args, options).ended;
}

/** The commands of one workspace. */
export class Workspace {
  readonly directory: string;
  constructor(directory: string) {
    this.directory = directory;
  }

  start(args: string[], options: Options = {}): Started {
    return start([...args, '--workspace', this.directory], options);
  }

  run(args: string[], options: Options = {}): Promise<Ended> {
    return this.start(args, options).ended;
  }

  /** What a command prints that succeeds. */
  async words(...args: string[]): Promise<string> {
    return endedWith(0, args, await this.run(args)).trimEnd();
  }

  /** The document a command prints that succeeds. */
  async json(...args: string[]): Promise<unknown> {
    return await this.failure(0, ...args);
  }

  /** The document a command prints that ends with this code. */
  async failure(code: number, ...args: string[]): Promise<unknown> {
    return oneDocument(endedWith(code, args, await this.run([...args, '--json'])));
  }

  /** The engine that has the workspace, as another client sees it. */
  async attach(): Promise<Client> {
    const { client, close } = await socketClient(socketPath(this.directory));
    onTestFinished(close);
    return client;
  }
}

/** What it printed; throws when it ended otherwise than expected. */
function endedWith(expected: number, args: string[], { code, stdout, stderr }: Ended): string {
  if (code === expected) return stdout;
  throw new Error(`${args.join(' ')} ended with ${code}, not ${expected}:\n${stdout}${stderr}`);
}

/** Exactly one JSON document and nothing else. */
export function oneDocument(stdout: string): unknown {
  if (stdout.trimEnd().includes('\n')) throw new Error(`more than one line on stdout:\n${stdout}`);
  return JSON.parse(stdout);
}

/** A workspace that is no more than a path. */
export function newWorkspace(): Workspace {
  return new Workspace(join(temporaryDirectory(), 'workspace'));
}

export const texts = ['select 1 as id, 10 as amount', 'select 1 as id, 10 as amount, 20 as price'] as const;

/** Environments dev and prod, model `orders` with v1 and v2, and its jobs, both on v1. */
async function addOrders(client: Client): Promise<void> {
  await addEnvironments(client);
  await addModel(client, 'orders', ...texts);
  await addJob(client, 'orders', 'dev');
  await addJob(client, 'orders', 'prod');
}

/** Such a workspace with an engine that has it: commands attach. */
export async function servedWorkspace(
  options: Parameters<typeof openTestHost>[1] = {},
): Promise<Workspace & { client: Client }> {
  const host = await openTestHost(undefined, options);
  const workspace = new Workspace(host.directory);
  const client = await workspace.attach();
  await addOrders(client);
  return Object.assign(workspace, { client });
}

/** Such a workspace that nobody has: each command runs an engine of its own. */
export async function idleWorkspace(
  add: (client: Client) => Promise<unknown> = async () => {},
): Promise<Workspace> {
  const { openHost } = await import('../../../src/main/host.ts');
  const { directClient } = await import('../../../src/main/api/direct-client.ts');
  const workspace = newWorkspace();
  const host = await openHost({ directory: workspace.directory, host: 'headless' });
  if (!host) throw new Error('in use');
  try {
    const client = directClient(host.api('cli'));
    await addOrders(client);
    await add(client);
  } finally {
    await host.close();
  }
  return workspace;
}

/** A file of a directory that is gone with the test. */
export function file(name: string, content: string, directory = temporaryDirectory()): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}
