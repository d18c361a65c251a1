import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { CDPSession } from 'playwright-core';
import type { CdpEvents } from './cdp-events.ts';

/** What TypeScript says of parsed JSON: Playwright's types of the protocol take over from there. */
type Untyped = ReturnType<typeof JSON.parse>;

interface Reply {
  id?: number;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { message: string };
  sessionId?: string;
}

interface Pending {
  method: string;
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

/** One session of the DevTools protocol: the browser's own, or that of one page. */
export class CdpSession {
  readonly #events = new EventEmitter().setMaxListeners(0);
  readonly #connection: CdpConnection;
  readonly id: string | undefined;

  constructor(connection: CdpConnection, id: string | undefined) {
    this.#connection = connection;
    this.id = id;
  }

  /** Rejects with the protocol's own message, and when Chromium is gone. */
  readonly send: CDPSession['send'] = (method, params) => this.#connection.request(method, params, this.id);

  /** For orders whose failure only says that the page or Chromium went away meanwhile. */
  async tell(...[method, params]: Parameters<CDPSession['send']>): Promise<void> {
    await this.#connection.request(method, params, this.id).catch(() => undefined);
  }

  on<E extends keyof CdpEvents>(event: E, listener: (params: CdpEvents[E]) => void): void {
    this.#events.on(event, listener);
  }

  dispatch(method: string, params: unknown): void {
    this.#events.emit(method, params);
  }
}

/**
 * The DevTools protocol over Chromium's debugging pipe (JSON texts that end with NUL). A pipe rather than a port because
 * Chromium ends when the pipe breaks: nothing stays behind however this process dies.
 */
export class CdpConnection {
  readonly browser = new CdpSession(this, undefined);
  readonly #sessions = new Map<string, CdpSession>();
  readonly #pending = new Map<number, Pending>();
  readonly #output: Writable;
  #closed = false;
  #lastId = 0;
  #rest = '';

  constructor(output: Writable, input: Readable) {
    this.#output = output;
    output.on('error', () => this.#close());
    input.on('error', () => this.#close());
    input.on('close', () => this.#close());
    input.setEncoding('utf8').on('data', (text: string) => this.#read(text));
  }

  session(id: string): CdpSession {
    let session = this.#sessions.get(id);
    if (!session) this.#sessions.set(id, (session = new CdpSession(this, id)));
    return session;
  }

  request(method: string, params: object | undefined, sessionId: string | undefined): Promise<Untyped> {
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        reject(new Error(`${method}: Chromium is gone`));
        return;
      }
      const id = ++this.#lastId;
      this.#pending.set(id, { method, resolve, reject });
      this.#output.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  #read(text: string): void {
    const messages = (this.#rest + text).split('\0');
    this.#rest = messages.pop() ?? '';
    for (const message of messages) this.#receive(JSON.parse(message));
  }

  #receive({ id, method, params, result, error, sessionId }: Reply): void {
    if (id === undefined) {
      const session = sessionId === undefined ? this.browser : this.#sessions.get(sessionId);
      session?.dispatch(method ?? '', params);
      return;
    }
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (error) pending?.reject(new Error(`${pending.method}: ${error.message}`));
    else pending?.resolve(result);
  }

  #close(): void {
    this.#closed = true;
    for (const { method, reject } of this.#pending.values()) reject(new Error(`${method}: Chromium is gone`));
    this.#pending.clear();
  }
}
