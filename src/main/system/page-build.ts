import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { rendererDirectory, root } from './places.ts';

const bin = join(root, 'node_modules/.bin');
const sources = ['src/renderer', 'src/shared', 'package.json', 'electron.vite.config.ts'];

/** Whether this is the project with its sources, and the page is older than they are or was never built. */
export function isPageStale(): boolean {
  const paths = sources.map(path => join(root, path));
  if (!paths.every(path => existsSync(path)) || !existsSync(join(bin, 'electron-vite'))) return false;
  const page = join(rendererDirectory, 'index.html');
  return !existsSync(page) || Math.max(...paths.map(lastChange)) > statSync(page).mtimeMs;
}

/** Whether there is a page, stale or not. */
export function hasPage(): boolean {
  return existsSync(join(rendererDirectory, 'index.html'));
}

/** Builds the page. Resolves with whether that worked; what the build says goes to stderr. */
export function buildPage(): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const child = spawn(join(bin, 'electron-vite'), ['build', '--logLevel', 'warn'], {
    cwd: root,
    // The project's own Node, whatever the machine has.
    env: { ...process.env, PATH: [bin, process.env.PATH].join(delimiter) },
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  child.on('error', () => resolve(false));
  child.on('close', code => resolve(code === 0));
  return promise;
}

/** The latest change below a path, in ms since the epoch; directories count, as they tell of deleted files. */
function lastChange(path: string): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map(name => lastChange(join(path, name))));
}
