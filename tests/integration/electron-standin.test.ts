import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { clickMenuItem, launchElectron } from '../support/electron-standin/launch.ts';

const support = new URL('../support/electron-standin/', import.meta.url);
const exampleApp = fileURLToPath(new URL('example-app', support));
const executable = fileURLToPath(new URL('electron', support));

let userData: string;
let app: ElectronApplication;
let page: Page;
let mainPid: number | undefined;

async function launch(...args: string[]): Promise<void> {
  app = await launchElectron({ app: exampleApp, userData, args, host: 'stand-in' });
  mainPid = app.process().pid;
  page = await app.firstWindow();
  await page.waitForFunction(() => 'port' in globalThis);
}

/** What the example application noted down. */
async function events(): Promise<string[]> {
  return await app.evaluate(electron => Reflect.get(electron.app, 'events'));
}

const patiently = { timeout: 10_000, interval: 20 };

function leftovers(): string[] {
  return readdirSync(tmpdir()).filter(name => name.startsWith(`electron-standin-${mainPid}-`));
}

beforeEach(() => {
  userData = mkdtempSync(join(tmpdir(), 'slipway-standin-test-'));
});

afterEach(async () => {
  await app.close().finally(() => rmSync(userData, { recursive: true, force: true, maxRetries: 5 }));
});

describe('pages', () => {
  test('are served by the application under its own scheme', async () => {
    await launch();
    expect(page.url()).toBe('app://example/index.html');
    expect(await page.title()).toBe('Example');
    expect(await page.evaluate('location.origin')).toBe('app://example');
    expect(await page.evaluate('isSecureContext')).toBe(true);
    expect(await page.evaluate("fetch('nothing').then(({ status }) => status)")).toBe(404);
    await expect.poll(() => page.evaluate('window.fromWorker')).toEqual({ answer: 42 });
  });

  test('obey the policy of the response', async () => {
    await launch();
    expect(await page.evaluate('[window.inline, window.scriptRan]')).toEqual([undefined, true]);
    expect(await page.evaluate("fetch('https://example.com/').then(() => 'got it', String)")).toContain(
      'TypeError',
    );
  });

  test('cannot navigate away or open windows', async () => {
    await launch();
    await page.evaluate("location.href = 'https://example.com/away'");
    await expect.poll(events, patiently).toContain('navigate https://example.com/away');
    expect(await page.evaluate("window.open('https://example.com/new')")).toBeNull();
    await expect.poll(events, patiently).toContain('open https://example.com/new');
    await page.evaluate(`{
      const link = document.createElement('a');
      link.href = 'https://example.com/link';
      link.target = '_blank';
      document.body.append(link);
      link.click();
    }`);
    await expect.poll(events, patiently).toContain('open https://example.com/link');
    const opened = await app.evaluate(electron => Reflect.get(electron, 'standin').recorded('openExternal'));
    expect(opened).toEqual(['https://example.com/new', 'https://example.com/link']);
    await expect.poll(() => app.windows().map(one => one.url())).toEqual(['app://example/index.html']);
  });

  test('get the permissions the application grants', async () => {
    await launch();
    const states = await page.evaluate(`Promise.all(['geolocation', 'notifications', 'clipboard-read'].map(
      async name => (await navigator.permissions.query({ name })).state))`);
    expect(states).toEqual(['denied', 'denied', 'denied']);
  });
});

describe('the preload', () => {
  test('has a world of its own and only the electron module', async () => {
    await launch();
    expect(await page.evaluate('[typeof require, typeof ipcRenderer, typeof __electronStandIn]')).toEqual([
      'undefined',
      'undefined',
      'undefined',
    ]);
    expect(await page.evaluate('example.refused')).toContain('module not found: node:fs');
    expect(await page.evaluate('example.platform')).toBe(process.platform);
  });

  test('calls the main process and is called', async () => {
    await launch();
    expect(await page.evaluate('example.sum(2, 3)')).toBe(5);
    await expect(page.evaluate('example.fail()')).rejects.toThrow(
      "Error invoking remote method 'fail': TypeError: no such thing",
    );
    await expect(page.evaluate('example.throwHere()')).rejects.toThrow('thrown in the preload');
    await page.evaluate('example.echo(new Map([[1n, new Date(5)]]), new Uint8Array([1, 255]), undefined)');
    await expect.poll(() => page.evaluate('example.echoes().length')).toBe(1);
    expect(
      await page.evaluate(`(() => {
        const [[url, origin, map, bytes, nothing]] = example.echoes();
        return [url, origin, map.get(1n).getTime(), [...bytes], nothing === undefined];
      })()`),
    ).toEqual(['app://example/index.html', 'app://example', 5, [1, 255], true]);
  });
});

describe('ports', () => {
  test('reach the page and carry messages and further ports both ways', async () => {
    await launch();
    await page.evaluate("port.postMessage({ text: 'hello', big: 10n })");
    await expect.poll(() => page.evaluate('received.length')).toBe(1);
    expect(await page.evaluate('[received[0].echo.text, typeof received[0].echo.big]')).toEqual([
      'hello',
      'bigint',
    ]);
    const inner = page.evaluate(`new Promise(resolve => {
      const { port1, port2 } = new MessageChannel();
      window.inner = port1;
      port1.onmessage = ({ data }) => resolve(data);
      port.postMessage('take this', [port2]);
    })`);
    expect(await inner).toBe('through the inner port');
    await page.evaluate('inner.close()');
    await expect.poll(events, patiently).toContain('inner port closed');
  });

  test('travel from the preload to the main process', async () => {
    await launch();
    expect(await page.evaluate("example.viaPort('hi')")).toEqual(['main got', 'hi']);
  });

  test('close with the document', async () => {
    await launch();
    await page.reload();
    await expect.poll(events, patiently).toContain('port closed');
  });
});

describe('the application', () => {
  test('is what its package says, in a window of the size it asked for', async () => {
    await launch();
    expect(await app.evaluate(electron => [electron.app.name, electron.app.getVersion()])).toEqual([
      'example-app',
      '1.2.3',
    ]);
    const window = await app.browserWindow(page);
    expect(await window.evaluate(one => one.getSize())).toEqual([700, 500]);
    await expect.poll(() => page.evaluate('[innerWidth, innerHeight]')).toEqual([700, 500]);
    await window.evaluate(one => one.setSize(640, 480));
    await expect.poll(() => page.evaluate('[innerWidth, innerHeight]')).toEqual([640, 480]);
    expect(await window.evaluate(one => [one.isVisible(), one.isFocused(), one.getTitle()])).toEqual([
      true,
      true,
      'Example',
    ]);
  });

  test('runs utility processes', async () => {
    await launch();
    await expect.poll(events, patiently).toContain('utility {"argument":"argument","isDate":true}');
    await expect.poll(events, patiently).toContain('utility ended 3');
  });

  test('has a menu to choose from', async () => {
    await launch();
    await clickMenuItem(app, ['File', 'Greet']);
    await expect.poll(events, patiently).toContain('greeted');
    await expect(clickMenuItem(app, ['File', 'Nothing'])).rejects.toThrow('there is: Greet, Quit');
  });

  test('is told of a second instance, which ends', async () => {
    await launch();
    const second = spawn(executable, [
      '--no-sandbox',
      `--user-data-dir=${userData}`,
      exampleApp,
      'slipway://run/1',
    ]);
    const [code] = await once(second, 'exit');
    expect(code).toBe(0);
    await expect.poll(events, patiently).toContain('second slipway://run/1 {"from":"second"}');
  });

  test('has a desktop around it that only takes notes', async () => {
    await launch();
    const notes = await app.evaluate(async electron => {
      const { clipboard, nativeImage, Notification, powerMonitor, safeStorage, screen, Tray } = electron;
      new Tray(nativeImage.createEmpty()).setToolTip('next fire at six');
      new Notification({ title: 'A run failed' }).show();
      await clipboard.writeText('copied');
      const woken: string[] = [];
      powerMonitor.on('resume', () => woken.push('resumed'));
      powerMonitor.emit('resume');
      const { recorded } = Reflect.get(electron, 'standin');
      return [
        recorded('tray')[0].toolTip,
        recorded('notification')[0].title,
        await clipboard.readText(),
        safeStorage.isEncryptionAvailable(),
        screen.getAllDisplays().map(({ workArea }) => workArea),
        woken,
      ];
    });
    const display = { x: 0, y: 0, width: 1920, height: 1080 };
    expect(notes).toEqual(['next fire at six', 'A run failed', 'copied', false, [display], ['resumed']]);
  });

  test('refuses icons that are not there, and a tray that is gone', async () => {
    await launch();
    const refusals = await app.evaluate(({ app: instance, nativeImage, Tray }) => {
      const refusal = (act: () => void) => {
        try {
          act();
          return 'accepted';
        } catch (error) {
          return String(error);
        }
      };
      const missing = '/nowhere/tray.png';
      const tray = new Tray(nativeImage.createFromPath(missing));
      tray.destroy();
      instance.setLoginItemSettings({ openAtLogin: true });
      return [
        refusal(() => new Tray(missing)),
        refusal(() => tray.setToolTip('late')),
        instance.getLoginItemSettings().openAtLogin,
      ];
    });
    expect(refusals).toEqual([
      "Error: Failed to load image from path '/nowhere/tray.png'",
      'Error: Tray is destroyed',
      process.platform !== 'linux',
    ]);
  });

  test('chooses theme and zoom of its pages', async () => {
    await launch();
    await app.evaluate(({ BrowserWindow, nativeTheme }) => {
      nativeTheme.themeSource = 'dark';
      BrowserWindow.getAllWindows()[0]?.webContents.setZoomLevel(Math.log(2) / Math.log(1.2));
    });
    const look = "[matchMedia('(prefers-color-scheme: dark)').matches, innerWidth, devicePixelRatio]";
    await expect.poll(() => page.evaluate(look), patiently).toEqual([true, 350, 2]);
  });

  test('sees redirects and headers of pages from elsewhere', async () => {
    await launch();
    const server = createServer((request, response) => {
      if (request.url === '/moved') response.writeHead(302, { location: '/here' }).end();
      else response.end('<title>From elsewhere</title>');
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const seen = await app.evaluate(async ({ BrowserWindow, session }, url) => {
      session.defaultSession.webRequest.onHeadersReceived(({ responseHeaders }, answer) =>
        answer({ responseHeaders: { ...responseHeaders, 'x-added': ['by the application'] } }),
      );
      const window = new BrowserWindow({ show: false });
      const redirects: string[] = [];
      window.webContents.on('will-redirect', details => redirects.push(details.url));
      await window.loadURL(`${url}/moved`);
      const added = await window.webContents.executeJavaScript(
        "fetch('/').then(r => r.headers.get('x-added'))",
      );
      const seenThere = [redirects, window.webContents.getURL(), added];
      window.destroy();
      return seenThere;
    }, `http://127.0.0.1:${port}`);
    const here = `http://127.0.0.1:${port}/here`;
    expect(seen).toEqual([[here], here, 'by the application']);
  });

  test('hears which API is missing', async () => {
    await launch();
    const messages = await app.evaluate(electron => {
      const { BrowserWindow, dialog, powerSaveBlocker } = electron;
      const [window] = BrowserWindow.getAllWindows();
      const uses: (() => unknown)[] = [
        () => powerSaveBlocker.start('prevent-app-suspension'),
        () => window?.setOpacity(1),
        () => window?.on('swipe', () => undefined),
        () => new BrowserWindow({ kiosk: true }),
        () => dialog.showCertificateTrustDialog({ certificate: Object(null), message: '' }),
      ];
      return uses.map(use => {
        try {
          return `did ${String(use())}`;
        } catch (error) {
          return String(error);
        }
      });
    });
    const supports = 'Error: The Electron stand-in does not support';
    expect(messages).toEqual([
      `${supports} powerSaveBlocker.start`,
      `${supports} BrowserWindow.setOpacity`,
      `${supports} the event "swipe" of BrowserWindow`,
      `${supports} BrowserWindow option "kiosk"`,
      `${supports} dialog.showCertificateTrustDialog`,
    ]);
  });
});

describe('the end', () => {
  test('comes with the last window and leaves nothing', async () => {
    await launch();
    const exited = once(app.process(), 'exit');
    await page.close();
    expect((await exited)[0]).toBe(0);
    expect(leftovers()).toEqual([]);
  });

  test('can be put off by the application', async () => {
    await launch('--stay-once');
    await app.evaluate(electron => electron.app.quit());
    expect(await events()).toContain('stayed');
    const exited = once(app.process(), 'exit');
    await clickMenuItem(app, ['File', 'Quit']).catch(() => undefined);
    expect((await exited)[0]).toBe(0);
  });

  test('takes Chromium along however sudden it is', async () => {
    await launch();
    const chromium = spawn('pgrep', ['-P', String(mainPid), 'chrom']);
    const [output] = await once(chromium.stdout.setEncoding('utf8'), 'data');
    const pid = Number(String(output).trim().split('\n')[0]);
    const exited = once(app.process(), 'exit');
    app.process().kill('SIGKILL');
    await exited;
    await expect.poll(() => isRunning(pid), patiently).toBe(false);
    rmSync(join(tmpdir(), leftovers()[0] ?? ''), { recursive: true, force: true });
  });
});

/** Also false for a process that ended but that its new parent has not noticed yet. */
function isRunning(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.startsWith('Z');
}
