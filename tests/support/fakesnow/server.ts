import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A fakesnow that is up. */
export interface FakesnowServer {
  /** For the driver's `accessUrl`. */
  url: string;
  /** Ends its process, and with it everything that was in its databases. */
  close(): Promise<void>;
}

/** Loading DuckDB, pyarrow and sqlglot takes some seconds, and more on a busy machine. */
const startLimitMs = 90_000;
const keptLines = 20;

/**
 * Starts fakesnow on a free port of this machine. Its databases are in memory, and are made when a session names them; it
 * lets everybody in. See server.py for what is added to it.
 *
 * @param python that of `prepareFakesnow`
 */
export async function startFakesnow(python: string): Promise<FakesnowServer> {
  // Its output is for us: sqlglot warns of every clause it does not know.
  const child = spawn(python, [join(import.meta.dirname, 'server.py')], { stdio: 'pipe' });
  const said: string[] = [];
  createInterface(child.stderr).on('line', line => {
    said.push(line);
    if (said.length > keptLines) said.shift();
  });
  const exit = new Promise<void>(resolve => {
    child.once('error', cause => {
      said.push(cause.message);
      resolve();
    });
    child.once('close', () => resolve());
  });
  // What is written to one that has ended is of no use any more.
  child.stdin.on('error', () => {});
  const end = async () => {
    child.stdin.end();
    await exit;
  };
  const stop = AbortSignal.timeout(startLimitMs);
  const port = once(createInterface(child.stdout), 'line', { signal: stop }).then(([line]) => Number(line));
  try {
    const started = await Promise.race([port, exit]);
    if (!started) throw new Error(`fakesnow ended at its start: ${said.join('\n')}`);
    return { url: `http://127.0.0.1:${started}`, close: end };
  } catch (cause) {
    port.catch(() => {});
    child.kill('SIGKILL');
    await exit;
    throw cause;
  }
}
