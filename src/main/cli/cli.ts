import { resolve } from 'node:path';
import type { Client } from '../../shared/contract/index.ts';
import { defaultWorkspace } from '../system/places.ts';
import { Terminal } from './output/terminal.ts';
import type { Session, SessionOptions } from './session.ts';

/** Options every command has. */
export interface CommonOptions {
  workspace?: string;
  json?: boolean;
  debug?: boolean;
}

/** What a command works with: where it speaks, and the engine of its workspace once it asks for it. */
export class Cli {
  readonly terminal: Terminal;
  /** The workspace, absolute. */
  directory: string;
  /** The command makes a workspace and says so itself. */
  expectsNew = false;
  /** The workspace was named on the command line. */
  readonly isNamed: boolean;
  /** What to say when the person ends the command (Ctrl-C). */
  onInterrupt: () => string | undefined = () => undefined;
  /** Exit code of a command that is meant to be ended by a signal. */
  interruptedCode: number | undefined;
  private readonly others: (() => Promise<void>)[] = [];
  private readonly needed: (() => Promise<void>)[] = [];
  private opened: Session | undefined;
  private session: Promise<Session> | undefined;

  constructor({ workspace, json = false }: CommonOptions) {
    this.terminal = new Terminal({ json });
    this.isNamed = workspace !== undefined;
    this.directory = workspace === undefined ? defaultWorkspace() : resolve(workspace);
  }

  /** The engine of the workspace: the one that runs, or our own for as long as the command takes. */
  async engine(needs: SessionOptions['needs'] = 'directory'): Promise<Session> {
    this.session ??= this.open(needs);
    return await this.session;
  }

  private async open(needs: SessionOptions['needs']): Promise<Session> {
    const { openSession } = await import('./session.ts');
    const say = (text: string) => this.terminal.say(text);
    const session = await openSession({ directory: this.directory, needs, say });
    this.opened = session;
    if (session.isNew && !this.expectsNew) say(`New workspace in ${this.directory}`);
    return session;
  }

  async client(needs?: SessionOptions['needs']): Promise<Client> {
    const { client } = await this.engine(needs);
    return client;
  }

  /** Has something else that was opened closed at the end. */
  closeAtEnd(close: () => Promise<void>): void {
    this.others.push(close);
  }

  /** The same for what the engine itself needs up to its end. */
  closeAfterEngine(close: () => Promise<void>): void {
    this.needed.push(close);
  }

  /** Ends what the command opened; see `Session.close`. */
  async close(options: { now: boolean }): Promise<void> {
    try {
      for (const close of this.others.splice(0)) await close();
      // What is still being opened may never be: whoever wants to end now does not wait for it.
      const session = options.now ? this.opened : await this.session?.catch(() => undefined);
      await session?.close(options);
    } finally {
      for (const close of this.needed.splice(0)) await close();
    }
  }
}
