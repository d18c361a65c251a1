import { spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { withoutSecrets } from '../../shared/domain/secrets.ts';
import { rendererDirectory, root } from './places.ts';

const bin = join(root, 'node_modules/.bin');
/** Its time is that of the start of the last build that succeeded: what changed during a build is stale again. */
const stamp = join(root, 'out/build-stamp');
const configuration = ['package.json', 'electron.vite.config.ts', 'tsconfig.base.json'];

/** Sources of the page alone, and of everything that is built. */
export const pageSources = ['src/renderer', 'src/shared', ...configuration];
export const allSources = ['src', ...configuration];

/** Whether this is the project with its sources, and any of them is newer than the last build. */
export function isBuildStale(sources: string[]): boolean {
  const paths = sources.map(path => join(root, path));
  if (!paths.every(path => existsSync(path)) || !existsSync(join(bin, 'electron-vite'))) return false;
  return !existsSync(stamp) || !hasPage() || Math.max(...paths.map(lastChange)) > statSync(stamp).mtimeMs;
}

/** Whether there is a page, stale or not. */
export function hasPage(): boolean {
  return existsSync(join(rendererDirectory, 'index.html'));
}

/** Builds desktop, command line and page. Resolves with whether that worked; what the build says goes to stderr. */
export function build(): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const began = new Date();
  rmSync(stamp, { force: true });
  const child = spawn(join(bin, 'electron-vite'), ['build', '--logLevel', 'warn'], {
    cwd: root,
    env: buildEnvironment(process.env),
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  child.on('error', () => resolve(false));
  child.on('close', code => {
    if (code === 0) {
      writeFileSync(stamp, '');
      utimesSync(stamp, began, began);
    }
    resolve(code === 0);
  });
  return promise;
}

/** The project's own Node comes first, whatever the machine has. What takes part in a build needs no secrets. */
export function buildEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...withoutSecrets(environment), PATH: [bin, environment['PATH']].join(delimiter) };
}

/** The latest change below a path, in ms since the epoch; directories count, as they tell of deleted files. */
function lastChange(path: string): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map(name => lastChange(join(path, name))));
}
