import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Chromium, launchChromium } from '../browser/chromium.ts';
import type { CdpSession } from '../browser/cdp.ts';

/** `ENOENT` and the like. */
export function errorCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

const prefix = 'electron-standin-';
let chromium: Chromium | undefined;
let directory: string | undefined;
let shuttingDown = false;
/** What must have happened before the process may end, such as telling the first instance of the second. */
const beforeExit = new Set<Promise<unknown>>();

/** The browser-wide DevTools session. Throws before `ready`, as Electron does for whatever needs windows. */
export function browser(): CdpSession {
  if (!chromium) throw new Error('Cannot be used before the app is ready');
  return chromium.connection.browser;
}

/** The DevTools session of one page. */
export function pageSession(sessionId: string): CdpSession {
  if (!chromium) throw new Error('Cannot be used before the app is ready');
  return chromium.connection.session(sessionId);
}

/** Directory of this start of the stand-in, removed at its end. */
export function runDirectory(): string {
  if (directory === undefined) {
    sweep();
    directory = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  }
  return directory;
}

/** Removes what stand-ins left that were killed. */
function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) remove(join(tmpdir(), name));
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  } catch (error) {
    process.stderr.write(`Electron stand-in: could not remove ${path}: ${String(error)}\n`);
  }
}

/** Starts Chromium with its profile in `profile`; when it ends by itself, so does this process. */
export async function startChromium(profile: string, switches: readonly string[]): Promise<Chromium> {
  const started = await launchChromium(profile, switches);
  chromium = started;
  void started.exited.then(() => {
    if (shuttingDown) return;
    process.stderr.write('Electron stand-in: Chromium ended by itself\n');
    process.exit(1);
  });
  return started;
}

/** Makes the end of the process wait for `work` (which must be bounded in time). */
export function holdExit(work: Promise<unknown>): void {
  beforeExit.add(work);
}

/** Ends Chromium, then the process. */
export async function shutDown(code: number): Promise<never> {
  shuttingDown = true;
  await Promise.allSettled(beforeExit);
  await chromium?.close();
  process.exit(code);
}

// However the process ends, short of being killed, Chromium and the directory go with it.
process.on('exit', () => {
  chromium?.kill();
  if (directory !== undefined) remove(directory);
});
