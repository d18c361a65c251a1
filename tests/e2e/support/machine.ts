import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { socketClient } from '../../../src/main/api/clients.ts';
import { socketPath } from '../../../src/main/system/places.ts';
import type { Client } from '../../../src/shared/contract/index.ts';
import { test as base, viewport } from './fixtures.ts';
import type { Action, Answer } from './moved-protocol.ts';

/** A Monday in winter, ten minutes before people come to work. */
const beginsAt = Date.parse('2026-03-02T05:50:00.000Z');
const entry = fileURLToPath(new URL('moved-host.ts', import.meta.url));

/** A person's machine with Slipway and a browser on it, whose clock tests move. Its time zone is UTC. */
export class Machine {
  readonly page: Page;
  private readonly workspace: string;
  /** Of the clock of the machine that the tests run on. */
  private aheadMs = beginsAt - Date.now();
  private host: ChildProcess | undefined;
  private hostEnded = new AbortController();

  constructor(workspace: string, page: Page) {
    this.workspace = workspace;
    this.page = page;
  }

  /** Slipway is started `afterMs` later, and its page is opened. */
  async start(afterMs = 0): Promise<void> {
    this.aheadMs += afterMs;
    const ended = new AbortController();
    this.hostEnded = ended;
    this.host = fork(entry, [this.workspace, String(this.aheadMs)]);
    this.host.once('exit', () => ended.abort());
    const { pageUrl } = await this.answer();
    await this.setPageClock();
    await this.page.goto(pageUrl);
  }

  /** Time passes while the machine is awake. */
  async pass(ms: number): Promise<void> {
    await this.tell({ do: 'pass', ms });
    await this.page.clock.fastForward(ms);
    await this.setPageClock();
  }

  /** The lid is closed and opened again: for the timers of the page, as for those of Slipway, no time has passed. */
  async sleep(ms: number): Promise<void> {
    await this.tell({ do: 'sleep', ms });
    await this.setPageClock();
  }

  /** Slipway is ended; the page stays where it is. */
  async quit(): Promise<void> {
    const { host } = this;
    if (!host || this.hostEnded.signal.aborted) return;
    host.disconnect();
    await once(host, 'exit');
  }

  /** Does what a test finds done already, past the page. */
  async prepare(work: (client: Client) => Promise<void>): Promise<void> {
    const { client, close } = await socketClient(socketPath(this.workspace));
    try {
      await work(client);
    } finally {
      await close();
    }
  }

  private async tell(action: Action): Promise<void> {
    this.host?.send(action);
    await this.answer();
    this.aheadMs += action.ms;
  }

  /** Rejects when there is no host any more that could answer. */
  private async answer(): Promise<Answer> {
    if (!this.host) throw new Error('Slipway was not started');
    const [answer] = (await once(this.host, 'message', { signal: this.hostEnded.signal })) as [Answer];
    return answer;
  }

  /** Page and host show the same time; both clocks go on by themselves. */
  private setPageClock = (): Promise<void> => this.page.clock.setSystemTime(Date.now() + this.aheadMs);
}

/** Tests on a machine whose clock they move, with a new workspace. In a browser only. */
export const test = base.extend<{ machine: Machine }>({
  start: 'empty',
  machine: async ({ workspace, browserOf }, use) => {
    const browser = await browserOf();
    const context = await browser.newContext({ viewport, timezoneId: 'UTC' });
    const page = await context.newPage();
    await page.clock.install({ time: beginsAt });
    const machine = new Machine(workspace, page);
    try {
      await machine.start();
      await use(machine);
    } finally {
      await context.close();
      await machine.quit();
    }
  },
  page: async ({ machine }, use) => use(machine.page),
});

export const minutes = (count: number): number => count * 60_000;
export const hours = (count: number): number => minutes(60 * count);

export { expect } from '@playwright/test';
