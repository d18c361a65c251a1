/* oxlint-disable unicorn/require-post-message-target-origin -- these are ports and processes, not windows */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { buildPreload } from '../support/desktop-app/build-preload.ts';
import { desktopSession } from '../support/desktop-app/session.ts';
import { clickMenuItem, electronExecutable, launchElectron } from '../support/electron-standin/launch.ts';
import { temporaryDirectory } from '../support/temporary.ts';

const shell = fileURLToPath(new URL('../support/desktop-app/main.ts', import.meta.url));
const patiently = { timeout: 10_000, interval: 20 };

let built: string;
let preload: string;
let directory: string;
let userData: string;
let app: ElectronApplication;
let page: Page;

interface Heard {
  api: unknown[];
  shell: unknown[];
  portMessages: number;
}

function environment(): Record<string, string> {
  return {
    ...desktopSession(join(directory, 'config'), { tray: false }),
    DESKTOP_TEST_PRELOAD: preload,
    DESKTOP_TEST_LOG: join(directory, 'engine.log'),
  };
}

async function launch(options: { args?: string[]; engine?: string } = {}): Promise<void> {
  const { args = [], engine = '' } = options;
  app = await launchElectron({
    app: shell,
    userData,
    args,
    env: { ...environment(), DESKTOP_TEST_ENGINE: engine },
  });
  onTestFinished(() => app.close());
  page = await app.firstWindow();
  await page.waitForFunction(() => Reflect.get(globalThis, 'heard')?.portMessages > 0);
}

async function heard(): Promise<Heard> {
  return await page.evaluate(() => Reflect.get(globalThis, 'heard'));
}

/** What the engine noted down. */
function engineLog(): string[] {
  return readFileSync(join(directory, 'engine.log'), 'utf8').trim().split('\n');
}

function windowState(): unknown {
  return JSON.parse(readFileSync(join(userData, 'window-state.json'), 'utf8'));
}

async function bounds() {
  const window = await app.browserWindow(page);
  return await window.evaluate(one => one.getBounds());
}

beforeAll(async () => {
  built = mkdtempSync(join(tmpdir(), 'slipway-preload-'));
  preload = await buildPreload(built);
});

afterAll(() => rmSync(built, { recursive: true, force: true }));

beforeEach(() => {
  directory = temporaryDirectory();
  userData = join(directory, 'user-data');
});

describe('the page', () => {
  test('is served under the app scheme, under a strict policy', async () => {
    await launch();
    expect(page.url()).toBe('app://slipway/');
    expect(await page.title()).toBe('Slipway');
    expect(await page.locator('html').getAttribute('data-host')).toBe('desktop');
    expect(await page.locator('html').getAttribute('data-platform')).toBe(process.platform);
    const policy = await page.evaluate(async () => (await fetch('/')).headers.get('content-security-policy'));
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(await page.evaluate(() => Reflect.get(globalThis, 'inlineScriptRan'))).toBeUndefined();
    expect(await page.evaluate("fetch('https://example.com/').then(() => 'got it', () => 'refused')")).toBe(
      'refused',
    );
  });

  test('is all that is served', async () => {
    await launch();
    const statuses = await page.evaluate(async () => {
      const paths = [
        '/page.js',
        '/runs/12',
        '/../outside.json',
        '/%2e%2e/outside.json',
        '/..%2foutside.json',
        '/..%5coutside.json',
      ];
      const more = ['/%00.js', '/%', '/missing.js', '/.git/config.json', '//etc/passwd.txt'];
      const answers = [...paths, ...more].map(async path => [
        path,
        (await fetch(`app://slipway${path}`)).status,
      ]);
      return Object.fromEntries(await Promise.all(answers));
    });
    expect(statuses).toEqual({
      '/page.js': 200,
      '/runs/12': 404,
      '/../outside.json': 404,
      '/%2e%2e/outside.json': 404,
      '/..%2foutside.json': 404,
      '/..%5coutside.json': 404,
      '/%00.js': 404,
      '/%': 404,
      '/missing.js': 404,
      '/.git/config.json': 404,
      '//etc/passwd.txt': 404,
    });
    expect(await page.evaluate("fetch('/', { method: 'POST' }).then(({ status }) => status)")).toBe(405);
  });

  test('cannot leave, open windows or hold frames, but known links open outside', async () => {
    await launch();
    await app.evaluate(electron => {
      const opened: string[] = [];
      Object.assign(electron.app, { opened });
      electron.shell.openExternal = async url => void opened.push(url);
    });
    await page.evaluate("location.href = 'https://example.com/'");
    await page.evaluate(`{
      const frame = document.createElement('iframe');
      frame.src = '/';
      document.body.append(frame);
    }`);
    for (const url of [
      'https://example.com/',
      'file:///etc/passwd',
      'https://docs.snowflake.com/en/',
      'app://slipway/',
    ]) {
      expect(await page.evaluate(target => Reflect.get(globalThis, 'open')(target), url)).toBeNull();
    }
    const opened = () => app.evaluate(electron => Reflect.get(electron.app, 'opened'));
    await expect.poll(opened, patiently).toEqual(['https://docs.snowflake.com/en/']);
    expect(page.url()).toBe('app://slipway/');
    expect(app.windows()).toHaveLength(1);
    expect(page.frames().map(frame => frame.url())).not.toContain('https://example.com/');
  });

  test('is granted nothing but writing to the clipboard', async () => {
    await launch();
    const state = (name: string) =>
      page.evaluate(`navigator.permissions.query({ name: '${name}' }).then(permission => permission.state)`);
    expect(await state('geolocation')).toBe('denied');
    expect(await state('notifications')).toBe('denied');
    expect(await state('camera')).toBe('denied');
    expect(await state('clipboard-read')).toBe('denied');
    expect(await state('clipboard-write')).toBe('granted');
  });

  test('sees nothing of Electron', async () => {
    await launch();
    expect(
      await page.evaluate('[typeof require, typeof process, typeof module, typeof ipcRenderer]'),
    ).toEqual(['undefined', 'undefined', 'undefined', 'undefined']);
  });
});

describe('ports', () => {
  test('reach the engine from our page', async () => {
    await launch();
    await page.evaluate(() => Reflect.get(globalThis, 'api').postMessage({ question: 'anyone?' }));
    await expect.poll(heard, patiently).toMatchObject({ api: [{ echo: { question: 'anyone?' } }] });
    expect((await heard()).portMessages).toBe(1);
  });

  test('are renewed when the page is reloaded, and the old ones closed', async () => {
    await launch();
    await page.reload();
    await expect.poll(heard, patiently).toMatchObject({ portMessages: 1 });
    await expect.poll(engineLog, patiently).toEqual(['served a port', 'port closed', 'served a port']);
  });

  test('are not given to other windows, frames or addresses', async () => {
    await launch();
    // A frame of our own origin cannot speak for its page.
    await page.evaluate("document.body.append(document.createElement('iframe'))");
    await page.frames()[1]?.evaluate("parent.postMessage('slipway:ports', '*')");
    // Neither can a window of our own making: with our preload at our address, or at another.
    const asking = encodeURIComponent('<script>postMessage("slipway:ports", "*")</script>');
    const questions = await app.evaluate(
      async ({ BrowserWindow, ipcMain }, { file, urls }) => {
        const asked: string[] = [];
        for (const url of urls) {
          const window = new BrowserWindow({ show: false, webPreferences: { preload: file, sandbox: true } });
          const question = new Promise<string>(resolve => {
            ipcMain.on('slipway:ports', ({ sender, senderFrame }) => {
              if (sender === window.webContents) resolve(senderFrame?.url ?? '');
            });
          });
          await window.loadURL(url);
          asked.push(await question);
          window.destroy();
        }
        return asked;
      },
      { file: preload, urls: ['app://slipway/', `data:text/html,${asking}`] },
    );
    expect(questions).toEqual(['app://slipway/', expect.stringMatching(/^data:/)]);
    expect((await heard()).portMessages).toBe(1);
    expect(engineLog()).toEqual(['served a port']);
  });
});

describe('the window', () => {
  test('opens where it was, and as it was', async () => {
    await launch();
    const window = await app.browserWindow(page);
    await window.evaluate(one => one.setBounds({ x: 40, y: 30, width: 1000, height: 700 }));
    await window.evaluate(one => one.maximize());
    await app.close();
    expect(windowState()).toEqual({ bounds: { x: 40, y: 30, width: 1000, height: 700 }, maximized: true });
    await launch();
    const restored = await app.browserWindow(page);
    expect(await restored.evaluate(one => [one.isMaximized(), one.isVisible()])).toEqual([true, true]);
    await restored.evaluate(one => one.unmaximize());
    expect(await bounds()).toEqual({ x: 40, y: 30, width: 1000, height: 700 });
  });

  test('opens on a display that is still there', async () => {
    mkdirSync(userData);
    const far = { bounds: { x: 5000, y: 0, width: 1000, height: 700 }, maximized: false };
    writeFileSync(join(userData, 'window-state.json'), JSON.stringify(far));
    await launch();
    expect(await bounds()).toMatchObject({ width: 1000, height: 700 });
    expect((await bounds()).x).toBeLessThan(1920);
  });

  test('opens although its state cannot be read', async () => {
    mkdirSync(userData);
    writeFileSync(join(userData, 'window-state.json'), '{"bounds": {"x": 1');
    await launch();
    expect(await bounds()).toMatchObject({ width: 1440, height: 900 });
  });
});

describe('the menu', () => {
  test('sends commands to the page', async () => {
    await launch();
    await clickMenuItem(app, ['File', 'New model']);
    await clickMenuItem(app, ['View', 'Theme', 'Dark']);
    await expect.poll(heard, patiently).toMatchObject({
      shell: [
        { type: 'command', command: 'model.new' },
        { type: 'command', command: 'theme.dark' },
      ],
    });
  });
});

describe('the application', () => {
  test('runs once: a second start shows the first, and only valid links get through', async () => {
    await launch({ args: ['slipway://run/7'] });
    await expect.poll(heard, patiently).toMatchObject({ shell: [{ type: 'open_run', run: 7 }] });
    const window = await app.browserWindow(page);
    await window.evaluate(one => one.minimize());
    for (const link of ['slipway://run/1;rm', 'slipway://run/12']) {
      const second = spawn(
        electronExecutable(),
        ['--no-sandbox', `--user-data-dir=${userData}`, shell, link],
        {
          env: { ...process.env, ...environment() },
        },
      );
      expect((await once(second, 'exit'))[0]).toBe(0);
    }
    await expect
      .poll(() => window.evaluate(one => [one.isMinimized(), one.isFocused()]), patiently)
      .toEqual([false, true]);
    await expect.poll(heard, patiently).toMatchObject({
      shell: [
        { type: 'open_run', run: 7 },
        { type: 'open_run', run: 12 },
      ],
    });
    expect(engineLog()).toEqual(['served a port']);
  });

  test('offers to reload a page that crashed', async () => {
    await launch();
    await app.evaluate(electron => {
      electron.dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false });
    });
    const devTools = await app.context().newCDPSession(page);
    // The page is gone before it can answer.
    void devTools.send('Page.crash').catch(() => undefined);
    await expect.poll(engineLog, patiently).toEqual(['served a port', 'port closed', 'served a port']);
  });

  test('runs children as utility processes, and can end one that hangs', async () => {
    await launch({ engine: 'with a child' });
    await expect.poll(engineLog, patiently).toContain('child said ["hello","blue"]');
    await expect.poll(engineLog, patiently).toContain('child: spinning');
    await page.evaluate(() => Reflect.get(globalThis, 'api').postMessage('kill the child'));
    await expect.poll(engineLog, patiently).toContain('child ended');
  });

  test('closes the engine before it ends', async () => {
    await launch();
    const exited = once(app.process(), 'exit');
    await page.close();
    expect((await exited)[0]).toBe(0);
    expect(engineLog().filter(line => line.startsWith('clos'))).toEqual(['closing', 'closed']);
  });

  test('says why it cannot start, and ends', async () => {
    const failing = spawn(electronExecutable(), ['--no-sandbox', `--user-data-dir=${userData}`, shell], {
      env: { ...process.env, ...environment(), DESKTOP_TEST_ENGINE: 'taken' },
    });
    const stderr: string[] = [];
    failing.stderr.on('data', text => stderr.push(String(text)));
    expect((await once(failing, 'close'))[0]).toBe(1);
    expect(stderr.join('')).toContain('The workspace is in use elsewhere');
  });
});
