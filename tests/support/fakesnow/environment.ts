import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

/** fakesnow as it is installed, or why it is not. */
export type FakesnowEnvironment = { python: string } | { unavailable: string };

const requirements = join(import.meta.dirname, 'requirements.txt');
/** Kept from one run to the next; `npm ci` removes it with everything else that was installed. */
const cache = resolve(import.meta.dirname, '../../../node_modules/.cache/fakesnow');

const run = promisify(execFile);

/** The oldest Python that fakesnow takes. */
const oldestPython = [3, 10] as const;
/** Limits of the steps, in ms: a machine without a network must not be waited for. */
const limits = { version: 20_000, venv: 60_000, install: 240_000, look: 60_000 };

/**
 * Python with fakesnow in a virtual environment of the project's own: installed when it is needed for the first time, and
 * anew when the requirements or the Python change. Never rejects.
 */
export async function prepareFakesnow(): Promise<FakesnowEnvironment> {
  try {
    return { python: await install() };
  } catch (cause) {
    return { unavailable: reasonOf(cause) };
  }
}

async function install(): Promise<string> {
  const { command, version } = await findPython();
  const key = createHash('sha256').update(`${version}\n`).update(readFileSync(requirements)).digest('hex');
  const directory = join(cache, key.slice(0, 16));
  if (existsSync(directory)) return pythonOf(directory);
  mkdirSync(cache, { recursive: true });
  // Beside its place first: what was broken off is never taken for whole.
  const making = `${directory}.${process.pid}`;
  try {
    await step('making a virtual environment', command, ['-m', 'venv', making], limits.venv);
    const pip = ['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check'];
    const bounds = ['--only-binary', ':all:', '--retries', '1', '--timeout', '15'];
    await step(
      'installing fakesnow',
      pythonOf(making),
      [...pip, ...bounds, '-r', requirements],
      limits.install,
    );
    await step('loading fakesnow', pythonOf(making), ['-c', 'import fakesnow.server'], limits.look);
    renameSync(making, directory);
  } catch (cause) {
    rmSync(making, { recursive: true, force: true });
    // Another process was faster.
    if (!existsSync(directory)) throw cause;
  }
  return pythonOf(directory);
}

function pythonOf(directory: string): string {
  return process.platform === 'win32' ? join(directory, 'Scripts/python.exe') : join(directory, 'bin/python');
}

async function findPython(): Promise<{ command: string; version: string }> {
  const command = process.platform === 'win32' ? 'python' : 'python3';
  const version = await step('looking for Python', command, ['--version'], limits.version);
  const [major = 0, minor = 0] = version
    .replace(/^Python /, '')
    .split('.')
    .map(Number);
  if (major !== oldestPython[0] || minor < oldestPython[1]) {
    throw new Error(`fakesnow needs Python ${oldestPython.join('.')}, and this is ${version}`);
  }
  return { command, version };
}

async function step(what: string, command: string, args: string[], timeout: number): Promise<string> {
  try {
    const { stdout } = await run(command, args, { timeout, killSignal: 'SIGKILL', env: plainEnvironment() });
    return stdout.trim();
  } catch (cause) {
    const { code, killed, stderr } = cause as { code?: unknown; killed?: boolean; stderr?: string };
    if (code === 'ENOENT') throw new Error(`${command} is not installed`, { cause });
    if (killed === true) throw new Error(`${what} took more than ${timeout / 1_000} s`, { cause });
    const lines = (stderr ?? '').trim().split('\n');
    const error = lines.findLast(line => /error/i.test(line)) ?? lines.at(-1);
    throw new Error(`${what} failed: ${error || String(cause)}`, { cause });
  }
}

/** Python's own variables would lead the environment to packages of somebody else's. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const { PYTHONPATH: _, PYTHONHOME: __, VIRTUAL_ENV: ___, ...rest } = process.env;
  return rest;
}

function reasonOf(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).replaceAll(/\s+/g, ' ').slice(0, 300);
}
