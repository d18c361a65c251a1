import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { setGlobalProxyFromEnv } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { allSources, build, hasPage, isBuildStale } from '../src/main/system/build.ts';

/**
 * `npm start`: builds what is stale, then starts the desktop application; without Electron's binary, the headless host with
 * the page in the browser. Arguments go to the application.
 */
const root = resolve(import.meta.dirname, '..');
const electronDirectory = join(root, 'node_modules/electron');
const environment: NodeJS.ProcessEnv = {
  ...process.env,
  // The project's own Node, whatever the machine has.
  PATH: [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter),
};

/** How long the server with Electron's binary may take to answer at all. */
const answerMs = 8_000;
/** How long the installation may take when that server does not answer: long enough if the binary was kept in a cache. */
const offlineInstallMs = 10_000;
/** How long a download may take that has begun. */
const downloadMs = 15 * 60_000;

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}

interface RunOptions {
  timeoutMs?: number;
  env?: NodeJS.ProcessEnv;
  /** Where its output goes: to the terminal, all of it to stderr, or nowhere. */
  output?: 'terminal' | 'stderr' | 'none';
}

/** Resolves with the exit code; null when it was ended by a signal, did not start or took too long. */
function run(command: string, args: string[], options: RunOptions = {}): Promise<number | null> {
  const { timeoutMs, env = environment, output = 'terminal' } = options;
  const { promise, resolve: done } = Promise.withResolvers<number | null>();
  const stdio = { terminal: 'inherit', stderr: ['ignore', 2, 2], none: 'ignore' } as const;
  const child = spawn(command, args, {
    cwd: root,
    env,
    stdio: output === 'stderr' ? [...stdio.stderr] : stdio[output],
    ...(timeoutMs !== undefined && { timeout: timeoutMs, killSignal: 'SIGKILL' }),
  });
  // Ctrl+C reaches the child as well, and it decides; a polite kill of this process is passed on.
  const passOn = () => void child.kill('SIGTERM');
  const ignore = () => {};
  process.on('SIGTERM', passOn).on('SIGINT', ignore);
  child.on('error', () => done(null));
  child.on('close', code => done(code));
  return promise.finally(() => process.off('SIGTERM', passOn).off('SIGINT', ignore));
}

/** Builds everything if any source is newer than the last build that succeeded. */
async function buildIfStale(): Promise<void> {
  if (!isBuildStale(allSources)) return;
  say(hasPage() ? 'The sources have changed since the last build: building …' : 'Building …');
  if (!(await build())) throw new Error('The build failed, see above');
}

/** Electron's binary if it is there; `$ELECTRON_OVERRIDE_DIST_PATH` is Electron's own way to name another. */
function installedElectron(): string | undefined {
  const pathFile = join(electronDirectory, 'path.txt');
  const directory = environment.ELECTRON_OVERRIDE_DIST_PATH ?? join(electronDirectory, 'dist');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron';
  const binary = join(directory, name);
  return existsSync(binary) ? binary : undefined;
}

/** Whether the server Electron would be downloaded from answers at all. */
async function isServerThere(): Promise<boolean> {
  const { version } = JSON.parse(readFileSync(join(electronDirectory, 'package.json'), 'utf8')) as {
    version: string;
  };
  const mirror =
    environment.npm_config_electron_mirror ??
    environment.ELECTRON_MIRROR ??
    'https://github.com/electron/electron/releases/download/';
  // The downloader goes through a proxy only when told so.
  if (environment.ELECTRON_GET_USE_PROXY) setGlobalProxyFromEnv();
  const file = `v${version}/electron-v${version}-${process.platform}-${process.arch}.zip`;
  try {
    await fetch(`${mirror}${file}`, { method: 'HEAD', signal: AbortSignal.timeout(answerMs) });
    return true;
  } catch {
    return false;
  }
}

/** Has Electron's own script install the binary, without waiting for servers that do not answer. */
async function installElectron(): Promise<void> {
  if (environment.ELECTRON_SKIP_BINARY_DOWNLOAD) return;
  const online = await isServerThere();
  if (online) say("Downloading Electron's binary …");
  // A directory of its own: when it is stopped half-way, it leaves its files.
  const temporary = mkdtempSync(join(tmpdir(), 'slipway-electron-'));
  try {
    await run(process.execPath, [join(electronDirectory, 'install.js')], {
      timeoutMs: online ? downloadMs : offlineInstallMs,
      env: { ...environment, TMPDIR: temporary, TMP: temporary, TEMP: temporary },
      output: 'none',
    });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** The binary to start, or why there is none. */
async function findElectron(): Promise<{ binary: string } | { missing: string }> {
  const { platform, env } = process;
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return { missing: 'There is no display' };
  if (installedElectron() === undefined) await installElectron();
  const binary = installedElectron();
  return binary === undefined
    ? { missing: "Electron's binary is not here and cannot be downloaded" }
    : { binary };
}

function startDesktop(binary: string): Promise<number | null> {
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  if (isRoot)
    say(
      "Running as root: Chromium's sandbox cannot be used and is switched off. Use another user for real work.",
    );
  const env = { ...environment };
  // Set in terminals of editors that run on Electron themselves; it would make this one a plain Node.
  delete env.ELECTRON_RUN_AS_NODE;
  return run(binary, [...(isRoot ? ['--no-sandbox'] : []), root, ...process.argv.slice(2)], { env });
}

try {
  const [electron] = await Promise.all([findElectron(), buildIfStale()]);
  if ('binary' in electron) process.exitCode = (await startDesktop(electron.binary)) ?? 1;
  else {
    say(`${electron.missing}: opening Slipway in the browser instead.`);
    const cli = join(root, 'src/main/cli/main.ts');
    process.exitCode = (await run(process.execPath, [cli, 'serve', '--open', ...process.argv.slice(2)])) ?? 1;
  }
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
