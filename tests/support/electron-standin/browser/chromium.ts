import { type ChildProcess, spawn } from 'node:child_process';
import { Readable, Writable } from 'node:stream';
import { CdpConnection } from './cdp.ts';
import { findChromium } from '../../../../scripts/chromium.ts';

export interface Chromium {
  readonly connection: CdpConnection;
  /** As in `process.versions.chrome`. */
  readonly version: string;
  /** WebSocket on which Chromium itself accepts DevTools clients. */
  readonly devToolsUrl: string;
  /** Resolves when the process has ended, for whatever reason. */
  readonly exited: Promise<void>;
  /** Asks it to end, and insists after 3 s. */
  close(): Promise<void>;
  /** Ends it at once; for the last moment of this process. */
  kill(): void;
}

const switches = [
  '--no-startup-window',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-backgrounding-occluded-windows',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-dev-shm-usage',
  '--disable-extensions',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--disable-features=Translate,OptimizationHints,MediaRouter',
  '--metrics-recording-only',
  '--password-store=basic',
  '--use-mock-keychain',
  // Electron patches this event of message ports into Chromium; here it waits behind a flag.
  '--enable-blink-features=MessagePortCloseEvent',
];

/** Starts Chromium without a window. Rejects with what it wrote to stderr when it does not come up. */
export async function launchChromium(profile: string, extraSwitches: readonly string[]): Promise<Chromium> {
  const headless = process.env['ELECTRON_STANDIN_HEADED'] ? [] : ['--headless=new'];
  const own = ['--remote-debugging-pipe', '--remote-debugging-port=0', `--user-data-dir=${profile}`];
  const executable = findChromium();
  if (executable === undefined) throw new Error('No Chromium is installed; name one in SLIPWAY_CHROMIUM');
  const child = spawn(executable, [...switches, ...headless, ...extraSwitches, ...own], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
  });
  const exited = new Promise<void>(resolve => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const devToolsUrl = await readDevToolsUrl(child);
  const [, , , commands, replies] = child.stdio;
  if (!(commands instanceof Writable) || !(replies instanceof Readable))
    throw new Error('Chromium has no pipes');
  const connection = new CdpConnection(commands, replies);
  const { product } = await connection.browser.send('Browser.getVersion');
  return {
    connection,
    version: product.split('/')[1] ?? '',
    devToolsUrl,
    exited,
    async close() {
      const insist = setTimeout(() => child.kill('SIGKILL'), 3000);
      await connection.browser.tell('Browser.close');
      await exited;
      clearTimeout(insist);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

function readDevToolsUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (reason: string) =>
      reject(new Error(`Chromium did not start (${reason}):\n${output.trim()}`));
    child.once('error', error => fail(error.message));
    child.once('exit', (code, signal) => fail(`ended with ${code ?? signal}`));
    // Read to the end, or Chromium blocks when the pipe is full.
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-10_000);
      const url = /^DevTools listening on (ws:\S+)/m.exec(output)?.[1];
      if (url) resolve(url);
    });
  });
}
