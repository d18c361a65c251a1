import { chmodSync, lstatSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { SlipwayError } from '../../shared/domain/errors.ts';
import { socketPath } from '../system/places.ts';
import { openAccess } from './auth.ts';
import { type ApiHost, serveApi } from './server.ts';

export interface SocketListener {
  path: string;
  close(): Promise<void>;
}

const windows = process.platform === 'win32';

/**
 * Serves the API on the workspace's local socket: a Unix socket that only this user can open, or a named pipe. Whoever can
 * open it may do everything, so there is no token. The caller holds the workspace's lock: a socket file that is there
 * already was left by a process that died.
 */
export async function listenOnSocket(host: ApiHost): Promise<SocketListener> {
  const path = socketPath(host.directory);
  const server = createServer();
  try {
    if (!windows) prepare(path);
    await listen(server, path);
  } catch (cause) {
    if (cause instanceof SlipwayError) throw cause;
    throw new SlipwayError('unavailable', `Cannot listen at ${path}: ${String(cause)}`, {}, cause);
  }
  const stop = serveApi(server, { host, access: openAccess, socketVia: 'cli' });
  return {
    path,
    async close() {
      await stop();
      if (!windows) rmSync(path, { force: true });
    },
  };
}

function prepare(path: string): void {
  const directory = dirname(path);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  // In a shared place such as /tmp somebody else could have been first.
  const { uid } = lstatSync(directory);
  if (uid !== userInfo().uid) {
    throw new SlipwayError('precondition', `${directory} belongs to another user`, {
      hint: 'Remove it, or choose a workspace with a shorter path',
    });
  }
  rmSync(path, { force: true });
}

/** Created with its final permissions: there is no moment in which another user could connect. */
async function listen(server: Server, path: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  const before = windows ? undefined : process.umask(0o177);
  try {
    // Binds before it returns.
    server.listen({ path }, resolve);
  } finally {
    if (before !== undefined) process.umask(before);
  }
  await promise;
  server.off('error', reject);
  if (!windows) chmodSync(path, 0o600);
}
