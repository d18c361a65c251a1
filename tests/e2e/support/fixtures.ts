import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { test as base, type Page } from '@playwright/test';
import { type Browser, chromium, type ElectronApplication } from 'playwright-core';
import { bounded } from '../../../src/main/desktop/bounded.ts';
import { desktopSession } from '../../support/desktop-app/session.ts';
import { launchElectron } from '../../support/electron-standin/launch.ts';
import { command, project } from './places.ts';

export interface Hosts {
  host: 'browser' | 'desktop';
}

interface Shared {
  /** The browser of all tests of a worker; started by the first that needs one. */
  browserOf: () => Promise<Browser>;
}

interface Fixtures {
  /** Which template the workspace starts from; "empty" for a new one. */
  start: 'flights' | 'empty';
  /** In the browser: the keychain of the machine, one of the test's own, none, or one that is locked. */
  keychain: Keychain;
  workspace: string;
  /** The application's page, on the workspace. */
  page: Page;
  /** The desktop application; undefined in the browser. */
  desktop: ElectronApplication | undefined;
}

type Keychain = 'of the machine' | 'own' | 'none' | 'locked';

export interface Server {
  /** With the token in it. */
  address: string;
  stop(): Promise<void>;
}

export interface Opened {
  page: Page;
  desktop: ElectronApplication | undefined;
  close(): Promise<void>;
}

/** Root cannot use Chromium's sandbox; the rest keeps it from talking to the network. */
const chromiumFlags = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const viewport = { width: 1440, height: 900 };

/** `slipway serve` on a workspace. */
export async function serve(workspace: string): Promise<Server> {
  const [, cli] = command;
  return await startServer([cli, 'serve', '--no-build', '--json', '--workspace', workspace]);
}

/** The same with another keychain than that of the machine. */
async function serveWithKeychain(
  workspace: string,
  keychain: Exclude<Keychain, 'of the machine'>,
): Promise<Server> {
  return await startServer([join(import.meta.dirname, 'serve-with-keychain.ts'), workspace, keychain]);
}

async function startServer(args: string[]): Promise<Server> {
  const [node] = command;
  const server = spawn(node, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const { page_url: address } = await firstLine(server);
  return {
    address,
    async stop() {
      server.kill('SIGTERM');
      if (server.exitCode === null) await once(server, 'exit');
    },
  };
}

async function openBrowser(browser: Browser, server: Server): Promise<Opened> {
  const context = await browser.newContext({ viewport });
  const page = await context.newPage();
  await page.goto(server.address);
  return {
    page,
    desktop: undefined,
    async close() {
      await context.close();
      await server.stop();
    },
  };
}

async function firstLine(server: ChildProcess): Promise<{ page_url: string }> {
  if (!server.stdout) throw new Error('The server has no output');
  const lines = createInterface(server.stdout);
  const [line] = (await Promise.race([
    once(lines, 'line'),
    once(server, 'exit').then(() => Promise.reject(new Error('The server ended before it listened'))),
  ])) as [string];
  return JSON.parse(line) as { page_url: string };
}

export async function openDesktop(workspace: string, options = { tray: false }): Promise<Opened> {
  const userData = mkdtempSync(join(tmpdir(), 'slipway-e2e-user-'));
  const desktop = await launchElectron({
    app: project,
    userData,
    env: { SLIPWAY_WORKSPACE: workspace, ...desktopSession(join(userData, 'config'), options) },
  });
  let written = '';
  desktop.process().stderr?.on('data', (text: Buffer) => (written += text.toString()));
  const page = await desktop.firstWindow();
  await page.setViewportSize(viewport);
  return {
    page,
    desktop,
    async close() {
      const end = await bounded(
        quit(desktop).then(() => 'quit'),
        closeMs,
        'late',
      );
      if (end === 'late') {
        desktop.process().kill('SIGKILL');
        throw new Error(`The application did not end within ${closeMs} ms. It wrote:\n${written}`);
      }
      rmSync(userData, { recursive: true, force: true });
    },
  };
}

/** Longer than the application itself waits for its engine. */
const closeMs = 30_000;

async function quit(desktop: ElectronApplication): Promise<void> {
  // Runs may be under way: it asks then.
  await desktop.evaluate(({ dialog }) => {
    dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false });
  });
  await desktop.close();
}

const opened = new WeakMap<Page, Opened>();

export const test = base.extend<Fixtures & Hosts, Shared>({
  browserOf: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from it what a fixture needs.
    async ({}, use) => {
      let browser: Promise<Browser> | undefined;
      await use(() => {
        browser ??= chromium.launch({ executablePath: process.env.SLIPWAY_CHROMIUM, args: chromiumFlags });
        return browser;
      });
      await (await browser)?.close();
    },
    { scope: 'worker' },
  ],
  host: ['browser', { option: true }],
  start: ['flights', { option: true }],
  keychain: ['of the machine', { option: true }],
  workspace: async ({ start }, use) => {
    const directory = mkdtempSync(join(tmpdir(), 'slipway-e2e-'));
    const template = join(process.env.SLIPWAY_E2E_TEMPLATES ?? '', start);
    if (start !== 'empty') cpSync(template, directory, { recursive: true });
    await use(directory);
    rmSync(directory, { recursive: true, force: true });
  },
  page: async ({ host, workspace, keychain, browserOf }, use) => {
    const start = () =>
      keychain === 'of the machine' ? serve(workspace) : serveWithKeychain(workspace, keychain);
    const app = await (host === 'browser'
      ? openBrowser(await browserOf(), await start())
      : openDesktop(workspace));
    opened.set(app.page, app);
    await use(app.page);
    await app.close();
  },
  desktop: async ({ page }, use) => use(opened.get(page)?.desktop),
});

/** A command on a workspace, beside whoever has it open; resolves with what it printed. */
export async function slipway(workspace: string, ...args: string[]): Promise<string> {
  const [node, cli] = command;
  const { stdout } = await promisify(execFile)(node, [cli, ...args, '--workspace', workspace]);
  return stdout;
}

/** A command that reads a definition: `slipway job apply --file …`. */
export async function apply(workspace: string, what: 'env' | 'job', yaml: string): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-e2e-files-'));
  try {
    const file = join(directory, `${what}.yaml`);
    writeFileSync(file, yaml);
    await slipway(workspace, what, 'apply', '--file', file);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

export { expect } from '@playwright/test';
