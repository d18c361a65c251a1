import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { errorCode, holdExit, isAlive, runDirectory } from './runtime.ts';

/** What the second instance tells the first. */
export interface SecondInstance {
  argv: string[];
  workingDirectory: string;
  additionalData: unknown;
}

interface Holder {
  pid: number;
  socket: string;
}

const deliveryMs = 5000;

/** The lock of one user-data directory, held by one process. */
export class SingleInstance {
  readonly #file: string;
  #server: Server | undefined;

  constructor(userData: string) {
    mkdirSync(userData, { recursive: true });
    this.#file = join(userData, 'standin-instance.lock');
  }

  /** Takes the lock, or hands `news` to the process that holds it. */
  acquire(news: SecondInstance, onSecondInstance: (news: SecondInstance) => void): boolean {
    const own: Holder = { pid: process.pid, socket: join(runDirectory(), 'instance.sock') };
    while (!this.#take(own)) {
      const holder = this.#holder();
      if (holder && isAlive(holder.pid)) {
        holdExit(deliver(holder.socket, news));
        return false;
      }
      rmSync(this.#file, { force: true });
    }
    this.#server = createServer(socket => {
      let text = '';
      socket.setEncoding('utf8').on('data', (part: string) => (text += part));
      socket.on('error', () => undefined);
      socket.on('end', () => {
        onSecondInstance(JSON.parse(text));
        socket.end();
      });
    });
    this.#server.listen(own.socket).unref();
    return true;
  }

  release(): void {
    this.#server?.close();
    this.#server = undefined;
    if (this.#holder()?.pid === process.pid) rmSync(this.#file, { force: true });
  }

  /** Linking a complete file is atomic: no other process ever reads half of it. */
  #take(own: Holder): boolean {
    const draft = `${this.#file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(own));
    try {
      linkSync(draft, this.#file);
      return true;
    } catch (error) {
      if (errorCode(error) === 'EEXIST') return false;
      throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }

  #holder(): Holder | undefined {
    try {
      return JSON.parse(readFileSync(this.#file, 'utf8'));
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    }
  }
}

function deliver(path: string, news: SecondInstance): Promise<void> {
  return new Promise(resolve => {
    const socket = createConnection({ path, allowHalfOpen: true }, () => socket.end(JSON.stringify(news)));
    socket.setTimeout(deliveryMs, () => socket.destroy());
    socket.on('error', error =>
      process.stderr.write(`Electron stand-in: second instance: ${error.message}\n`),
    );
    socket.on('close', () => resolve());
    socket.resume();
  });
}
