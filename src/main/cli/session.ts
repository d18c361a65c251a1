import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { existsSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '../../shared/contract/index.ts';
import { diskFullError, isDiskFull } from '../../shared/domain/disk-full.ts';
import { SlipwayError } from '../../shared/domain/errors.ts';
import { webSocketClient } from '../api/clients.ts';
import type { Host } from '../host.ts';
import { socketPath } from '../system/places.ts';

/** A command's way to the engine of its workspace. */
export interface Session {
  client: Client;
  /** The engine is this command's own and ends with it. */
  own: boolean;
  /** There was no workspace before. */
  isNew: boolean;
  /** Resolves when an engine of our own executes no run. */
  idle: () => Promise<void>;
  /** Ends the connection. An engine of our own first lets its runs end, unless `now`: then they are cancelled. */
  close(options: { now: boolean }): Promise<void>;
}

export interface SessionOptions {
  directory: string;
  /** What has to be there already: the directory, the database in it, or nothing. */
  needs: 'nothing' | 'directory' | 'database';
  say: (text: string) => void;
}

/** How long an engine may take from its lock to its socket, or from its last answer to giving the lock back. */
const patienceMs = 15_000;
/** How long an engine may take to answer at all. */
const answerMs = 10_000;
const retryMs = 50;
/** How long an engine of our own waits for commands that attached to it, once its runs have ended. */
const guestsMs = 10_000;

/** Attaches to the engine of the workspace, or runs one for as long as the command takes. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { directory } = options;
  refuseMissing(options);
  const isNew = !existsSync(join(directory, 'slipway.db'));
  const giveUp = performance.now() + patienceMs;
  let said = false;
  for (;;) {
    const engine = await attach(directory);
    if (engine) return { ...engine, own: false, isNew: false, idle: async () => {} };
    const guests = watchGuests();
    // Whoever attaches needs nothing of an engine.
    const [{ openHost }, { directClient }] = await Promise.all([
      import('../host.ts'),
      import('../api/direct-client.ts'),
    ]);
    const host = await openHost({ directory, host: 'cli' }).catch(cause => {
      throw openingError(cause, directory);
    });
    if (host) {
      return { client: directClient(host.api('cli')), ...ownSession(host, guests, options), isNew };
    }
    guests.stop();
    // Its engine is just starting or just ending: either way it is soon known.
    const left = giveUp - performance.now();
    if (left < 0) throw unresponsive(directory, 'has it open, but no engine answers');
    if (!said && left < patienceMs - 1_500) {
      said = true;
      options.say('Another process has the workspace and does not answer yet; waiting …');
    }
    await delay(retryMs);
  }
}

/** A connection to the engine that has the workspace; undefined when nobody listens. Throws when it does not answer. */
export async function attach(
  directory: string,
): Promise<{ client: Client; close(): Promise<void> } | undefined> {
  const path = socketPath(directory);
  if (process.platform !== 'win32' && !existsSync(path)) return undefined;
  try {
    return await webSocketClient('ws://localhost', {
      // Only with a timeout of its own does the connection notice that nobody answers.
      createConnection: () => connect({ path, timeout: answerMs }),
      handshakeTimeout: answerMs,
    });
  } catch (cause) {
    if (cause instanceof Error && cause.message.includes('timed out')) {
      throw unresponsive(directory, `has it open, but did not answer within ${answerMs / 1_000} s`);
    }
    return undefined;
  }
}

/** Not every part of the engine puts failures of the disk in words. */
function openingError(cause: unknown, directory: string): unknown {
  if (isDiskFull(cause)) return diskFullError(directory, 'it cannot be opened as a workspace', cause);
  const { code } = cause as NodeJS.ErrnoException;
  if (cause instanceof SlipwayError || code === undefined || !/^E[A-Z]+$/.test(code)) return cause;
  return new SlipwayError(
    'unavailable',
    `${directory} cannot be used as a workspace: ${String(cause)}`,
    { hint: 'Give your user write access to it, or choose another directory' },
    cause,
  );
}

function unresponsive(directory: string, what: string): SlipwayError {
  return new SlipwayError('unavailable', `The workspace ${directory} is in use: another process ${what}`, {
    hint: 'Look for a Slipway that hangs or is suspended; the workspace is free again as soon as it has ended',
  });
}

function refuseMissing({ directory, needs }: SessionOptions): void {
  const wanted = needs === 'database' ? join(directory, 'slipway.db') : directory;
  if (needs === 'nothing' || existsSync(wanted)) return;
  throw new SlipwayError('not_found', `There is no workspace in ${directory}`, {
    hint: 'Begin one with "slipway sample load", "slipway import DIR" or "slipway serve", or name another with --workspace',
  });
}

function ownSession(host: Host, guests: Guests, { say }: SessionOptions): Omit<Session, 'isNew' | 'client'> {
  return {
    own: true,
    idle: () => host.idle(),
    async close({ now }) {
      try {
        if (!now) {
          const runs = host.api('cli').info().active_runs;
          if (runs > 0)
            say(`Waiting for ${runs === 1 ? 'a run' : `${runs} runs`} of this workspace to end …`);
          // Guests may start runs, and come while runs end.
          do await host.idle();
          while (!(await guests.gone()));
        }
      } finally {
        guests.stop();
        await host.close();
      }
    },
  };
}

interface Guests {
  /** True at once when no other command is connected to our engine, or none may hold it up any longer; else later false. */
  gone(): Promise<boolean>;
  stop(): void;
}

/**
 * Other commands attach to this one's engine: ending it under them would leave them not knowing whether their call was
 * carried out. The only server in this process is that of the local socket.
 */
function watchGuests(): Guests {
  const sockets = new Set<Socket>();
  let giveUp: number | undefined;
  const watch = (message: unknown) => {
    const { socket } = message as { socket: Socket };
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  };
  subscribe('net.server.socket', watch);
  return {
    async gone() {
      giveUp ??= performance.now() + guestsMs;
      if (sockets.size === 0 || performance.now() > giveUp) return true;
      await delay(retryMs);
      return false;
    },
    stop: () => void unsubscribe('net.server.socket', watch),
  };
}
