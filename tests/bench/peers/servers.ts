import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, globSync, mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const withinMs = 20_000;

/** A Redis that has every write on disk before it answers; null where there is none on this machine. */
export async function startRedis(parent: string) {
  const binary = find('redis-server');
  if (!binary) return null;
  const directory = join(parent, 'redis');
  mkdirSync(directory);
  const socket = join(directory, 'redis.sock');
  const server = spawn(
    binary,
    [
      '--port',
      '0',
      '--unixsocket',
      socket,
      '--dir',
      directory,
      '--appendonly',
      'yes',
      '--appendfsync',
      'always',
      '--save',
      '',
    ],
    { stdio: 'ignore' },
  );
  await ready(server, () => accepts(socket));
  return { socket, stop: () => stop(server, 'SIGTERM') };
}

/** A PostgreSQL as it comes: every commit is on disk before it answers; null where there is none. */
export async function startPostgres(parent: string) {
  const binary = find('postgres');
  const initdb = find('initdb');
  const isReady = find('pg_isready');
  if (!binary || !initdb || !isReady) return null;
  const directory = join(parent, 'postgres');
  mkdirSync(directory);
  // PostgreSQL does not run as root.
  const owner = process.getuid?.() === 0 ? userOf('postgres') : {};
  if (owner.uid !== undefined && owner.gid !== undefined) {
    chownSync(parent, owner.uid, owner.gid);
    chownSync(directory, owner.uid, owner.gid);
  }
  const data = join(directory, 'data');
  execFileSync(initdb, ['-D', data, '-U', 'bench', '--auth=trust'], {
    ...owner,
    stdio: 'ignore',
    cwd: directory,
  });
  const server = spawn(binary, ['-D', data, '-k', directory, '-c', 'listen_addresses='], {
    ...owner,
    cwd: directory,
    stdio: 'ignore',
  });
  // It takes connections before it takes statements.
  await ready(server, () => Promise.resolve(spawnSync(isReady, ['-h', directory]).status === 0));
  const url = `postgres://bench@/postgres?host=${encodeURIComponent(directory)}`;
  return { url, stop: () => stop(server, 'SIGINT') };
}

function find(name: string): string | undefined {
  const directories = (process.env.PATH ?? '').split(':');
  // Debian keeps PostgreSQL's own out of the path, by version.
  return [
    ...directories.map(directory => join(directory, name)),
    ...globSync(`/usr/lib/postgresql/*/bin/${name}`),
  ].find(file => existsSync(file));
}

function userOf(name: string): { uid?: number; gid?: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function ready(server: ChildProcess, isReady: () => Promise<boolean>): Promise<void> {
  process.once('exit', () => server.kill());
  const until = Date.now() + withinMs;
  while (!(await isReady())) {
    if (server.exitCode !== null || Date.now() > until) throw new Error(`${server.spawnfile} did not start`);
    await pause(50);
  }
}

async function accepts(socket: string): Promise<boolean> {
  const client = connect(socket);
  try {
    await once(client, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    client.destroy();
  }
}

async function stop(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null) return;
  const over = once(server, 'exit');
  server.kill(signal);
  await over;
}
