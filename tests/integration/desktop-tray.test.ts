import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { WakePlan } from '../../src/shared/contract/fires.ts';
import type { NotificationMessage } from '../../src/shared/contract/notifications.ts';
import { buildPreload } from '../support/desktop-app/build-preload.ts';
import type { ScriptedEngine } from '../support/desktop-app/scripted-engine.ts';
import { desktopSession } from '../support/desktop-app/session.ts';
import { clickMenuItem, launchElectron } from '../support/electron-standin/launch.ts';
import { temporaryDirectory } from '../support/temporary.ts';

const shell = fileURLToPath(new URL('../support/desktop-app/main.ts', import.meta.url));
const standIn = fileURLToPath(new URL('../support/electron-standin/electron', import.meta.url));
const patiently = { timeout: 10_000, interval: 20 };

let built: string;
let preload: string;
let directory: string;
let userData: string;
let app: ElectronApplication;

interface Options {
  tray?: boolean;
  args?: string[];
  env?: Record<string, string>;
}

function environment({ tray = true, env = {} }: Options): Record<string, string> {
  return {
    ...desktopSession(join(directory, 'config'), { tray }),
    DESKTOP_TEST_PRELOAD: preload,
    DESKTOP_TEST_LOG: join(directory, 'engine.log'),
    ...env,
  };
}

async function launch(options: Options = {}): Promise<void> {
  const { args = [] } = options;
  app = await launchElectron({ app: shell, userData, args, env: environment(options), host: 'stand-in' });
  onTestFinished(() => app.close());
}

/** The application with its page in front, and its tray. */
async function launchWindow(options: Options = {}): Promise<Page> {
  await launch(options);
  const page = await app.firstWindow();
  await page.waitForFunction(() => Reflect.get(globalThis, 'heard')?.portMessages > 0);
  await expect.poll(isVisible, patiently).toBe(true);
  if (options.tray !== false) await expect.poll(trayLabels, patiently).toContain('No job has a coming fire');
  return page;
}

const isVisible = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
const closeWindow = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

async function hideWindow(): Promise<void> {
  await closeWindow();
  await expect.poll(isVisible, patiently).toBe(false);
}

/** Changes what the engine of the test answers. */
async function engine<T>(act: (scripted: ScriptedEngine, given: T) => void, given: T): Promise<void> {
  const scripted = await app.evaluateHandle(() => Reflect.get(globalThis, 'scripted') as ScriptedEngine);
  // Its type is that of plain values; a test gives nothing else.
  await scripted.evaluate(act as (scripted: ScriptedEngine, given: unknown) => void, given as unknown);
}

async function trayItems(): Promise<{ label: string; enabled: boolean; checked: boolean }[]> {
  return await app.evaluate(electron => {
    const tray = Reflect.get(electron, 'standin').recorded('tray').at(-1);
    const items: Electron.MenuItem[] = tray?.contextMenu?.items ?? [];
    return items.map(({ label, enabled, checked }) => ({ label, enabled, checked }));
  });
}

const trayLabels = async () => (await trayItems()).map(({ label }) => label);

async function chooseInTray(id: string): Promise<void> {
  await app.evaluate((electron, wanted) => {
    const menu: Electron.Menu = Reflect.get(electron, 'standin').recorded('tray').at(-1).contextMenu;
    menu.getMenuItemById(wanted)?.click();
  }, id);
}

async function recorded(kind: 'dialog' | 'notification' | 'tray'): Promise<Record<string, unknown>[]> {
  return await app.evaluate((electron, which) => {
    const entries: object[] = Reflect.get(electron, 'standin').recorded(which);
    return entries.map(entry => JSON.parse(JSON.stringify(entry)));
  }, kind);
}

async function notices(): Promise<unknown[]> {
  return (await recorded('notification')).map(({ title, body }) => [title, body]);
}

async function clickNotice(): Promise<void> {
  await app.evaluate(electron => {
    Reflect.get(electron, 'standin').recorded('notification').at(-1).emit('click', {});
  });
}

const shellMessages = (page: Page) => page.evaluate(() => Reflect.get(globalThis, 'heard').shell);

/** What the engine noted down. */
function engineLog(): string[] {
  return readFileSync(join(directory, 'engine.log'), 'utf8').trim().split('\n');
}

const exitCode = async () => (await once(app.process(), 'exit'))[0];

beforeAll(async () => {
  built = mkdtempSync(join(tmpdir(), 'slipway-preload-'));
  preload = await buildPreload(built);
});

afterAll(() => rmSync(built, { recursive: true, force: true }));

beforeEach(() => {
  directory = temporaryDirectory();
  userData = join(directory, 'user-data');
});

describe('the tray', () => {
  test('shows the next fire; pauses and resumes all jobs', async () => {
    await launchWindow();
    await engine((scripted, due_at) => {
      scripted.next = { job: 'daily_delays', job_id: 1, due_at };
      scripted.activeRuns = 2;
      scripted.changed('fire', null);
    }, new Date(Date.now() + 30 * 86_400_000).toISOString());
    await expect
      .poll(trayLabels, patiently)
      .toEqual([
        expect.stringMatching(/^Next: daily_delays, \d+ \w+ \d{4}, \d\d:\d\d .+/),
        '2 runs are under way',
        '',
        'Open Slipway',
        'Pause all jobs',
        '',
        'Start at login',
        'Quit Slipway',
      ]);
    await chooseInTray('pause');
    await expect.poll(trayLabels, patiently).toContain('All jobs are paused');
    await chooseInTray('resume');
    await expect.poll(trayLabels, patiently).toContain('Pause all jobs');
    expect(engineLog()).toEqual(expect.arrayContaining(['paused all', 'resumed all']));
    await engine(scripted => (scripted.activeRuns = 0), null);
  });

  test('takes the window when it is closed, says so once, and gives it back', async () => {
    await launchWindow();
    await hideWindow();
    const told = ['Slipway goes on in the tray', expect.stringContaining('Choose Quit')];
    expect(await notices()).toEqual([told]);
    await chooseInTray('open');
    expect(await isVisible()).toBe(true);
    await hideWindow();
    await app.evaluate(electron => Reflect.get(electron, 'standin').recorded('tray').at(-1).emit('click'));
    expect(await isVisible()).toBe(true);
    expect(await notices()).toEqual([told]);
    await app.close();
    await launchWindow();
    await hideWindow();
    expect(await notices()).toEqual([]);
  });

  test('ends the application', async () => {
    await launchWindow();
    await hideWindow();
    const exited = exitCode();
    await chooseInTray('quit');
    expect(await exited).toBe(0);
    expect(engineLog()).toContain('closed');
  });

  test('where there is none, closing the window ends the application', async () => {
    await launchWindow({ tray: false });
    expect(await recorded('tray')).toEqual([]);
    const exited = exitCode();
    await closeWindow();
    expect(await exited).toBe(0);
    expect(engineLog()).toContain('closed');
  });
});

describe('quitting while runs are under way', () => {
  const answer = (response: number) =>
    app.evaluate(({ dialog }, chosen) => {
      dialog.showMessageBox = async () => ({ response: chosen, checkboxChecked: false });
    }, response);

  test('is asked about; to stay is the default', async () => {
    await launchWindow();
    await hideWindow();
    await engine(scripted => (scripted.activeRuns = 2), null);
    await chooseInTray('quit');
    await expect.poll(isVisible, patiently).toBe(true);
    expect(await recorded('dialog')).toEqual([
      expect.objectContaining({
        message: '2 runs are under way.',
        buttons: ['Quit', 'Keep running'],
        defaultId: 1,
        cancelId: 1,
      }),
    ]);
    await hideWindow();
    await answer(0);
    const exited = exitCode();
    await chooseInTray('quit');
    expect(await exited).toBe(0);
  });

  test('is asked about where closing the window would do it', async () => {
    await launchWindow({ tray: false });
    await engine(scripted => (scripted.activeRuns = 1), null);
    await closeWindow();
    await expect
      .poll(() => recorded('dialog'), patiently)
      .toEqual([expect.objectContaining({ message: '1 run is under way.' })]);
    expect(await isVisible()).toBe(true);
    await engine(scripted => (scripted.activeRuns = 0), null);
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('is not asked about at %s', async signal => {
    await launchWindow();
    await engine(scripted => (scripted.activeRuns = 2), null);
    const exited = exitCode();
    app.process().kill(signal);
    expect(await exited).toBe(0);
    expect(engineLog()).toContain('closed');
  });

  test('is not asked about when the machine shuts down', async () => {
    await launchWindow();
    await engine(scripted => (scripted.activeRuns = 2), null);
    const exited = exitCode();
    const asksForTime = await app.evaluate(({ powerMonitor }) => {
      let asked = false;
      powerMonitor.emit('shutdown', { preventDefault: () => (asked = true) });
      return asked;
    });
    expect(asksForTime).toBe(true);
    expect(await exited).toBe(0);
    expect(engineLog()).toContain('closed');
  });
});

test('sleep, waking up and unlocking make the engine look what is due', async () => {
  await launchWindow();
  const count = () => engineLog().filter(line => line === 'woken').length;
  for (const [before, event] of ['suspend', 'resume', 'unlock-screen'].entries()) {
    expect(count()).toBe(before);
    await app.evaluate(({ powerMonitor }, name) => void powerMonitor.emit(name), event);
    await expect.poll(count, patiently).toBe(before + 1);
  }
});

describe('a notification of the system', () => {
  const run = (id: number) => ({ id, job: 'daily_delays', failure: `no such column: c${id}` });

  test('tells a failed run while the window is away, once; a click opens the run', async () => {
    const page = await launchWindow();
    await hideWindow();
    await clickNotice();
    await hideWindow();
    await engine((scripted, failed) => scripted.fail(failed), run(12));
    const told = ['Run #12 of daily_delays failed', 'no such column: c12'];
    await expect.poll(async () => (await notices()).slice(1), patiently).toEqual([told]);
    await engine(scripted => scripted.changed('run', 12), null);
    await clickNotice();
    expect(await isVisible()).toBe(true);
    await expect.poll(() => shellMessages(page), patiently).toEqual([{ type: 'open_run', run: 12 }]);
    // The page is in front: it tells this one itself. The next is told again, without it.
    await engine((scripted, failed) => scripted.fail(failed), run(13));
    await expect
      .poll(() => app.evaluate(() => Reflect.get(globalThis, 'scripted').wasAskedFor(13)), patiently)
      .toBe(true);
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
    await engine((scripted, failed) => scripted.fail(failed), run(14));
    await expect
      .poll(async () => (await notices()).slice(1), patiently)
      .toEqual([told, ['Run #14 of daily_delays failed', 'no such column: c14']]);
  });

  test('leaves to a rule what that sends to the desktop', async () => {
    const page = await launchWindow();
    await hideWindow();
    await engine(scripted => (scripted.rule = { on: ['failure', 'woke'], jobs: ['daily_delays'] }), null);
    await engine((scripted, failed) => scripted.fail(failed, { ...failed, id: 13, job: 'other' }), run(12));
    await expect
      .poll(async () => (await notices()).slice(1), patiently)
      .toEqual([['Run #13 of other failed', 'no such column: c12']]);
    await engine((scripted, link) => {
      const text = 'daily_delays #12 failed: no such column: c12';
      const common = { id: '0d9f', time: new Date().toISOString(), kind: 'failure', count: 1 } as const;
      const about = { job: 'daily_delays', run: 12, environment: 'prod', state: 'failed' } as const;
      scripted.show({ ...common, ...about, message: text, lines: [text], link });
    }, 'slipway://run/12');
    expect((await notices()).slice(2)).toEqual([['daily_delays #12 failed', 'no such column: c12']]);
    await clickNotice();
    expect(await isVisible()).toBe(true);
    await expect.poll(() => shellMessages(page), patiently).toEqual([{ type: 'open_run', run: 12 }]);
  });

  test('says so where the system shows none', async () => {
    await launchWindow();
    const refusal = await app.evaluate(electron => {
      Object.assign(electron.Notification, { isSupported: () => false });
      try {
        const { show } = Reflect.get(globalThis, 'scripted') as ScriptedEngine;
        show({ message: 'A test', lines: ['A test'], kind: 'test', run: null } as NotificationMessage);
        return null;
      } catch (error) {
        return String(error);
      }
    });
    expect(refusal).toContain('this system shows no notifications');
  });

  test('tells many failures together', async () => {
    const page = await launchWindow();
    await hideWindow();
    await engine((scripted, failed) => scripted.fail(...failed), [1, 2, 3, 4, 5].map(run));
    await expect
      .poll(async () => (await notices()).slice(1), patiently)
      .toEqual([['5 runs of daily_delays failed', 'Click to see the runs.']]);
    await clickNotice();
    await expect.poll(() => shellMessages(page), patiently).toEqual([{ type: 'open_runs' }]);
  });

  test('tells the plan after an absence, once; a click opens it', async () => {
    const plan = (woke_at: string): WakePlan => {
      const sums = { fires: 5, dispatched: 2, coalesced: 3, skipped: 0, missed: 0 };
      const span = { since: '2026-11-20T22:00:00.000Z', until: '2026-11-21T05:00:00.000Z' };
      const job = {
        job: 'daily_delays',
        job_id: 1,
        environment: 'prod',
        runs: [7, 8],
        active: 0,
        ran_since: null,
      };
      return {
        woke_at,
        away: 'asleep',
        since: span.since,
        ...sums,
        dismissed: false,
        jobs: [{ ...job, ...span, ...sums }],
      };
    };
    const wake = (at: string) =>
      engine((scripted, made) => {
        scripted.wakePlan = made;
        scripted.changed('fire', null);
      }, plan(at));
    const page = await launchWindow();
    await hideWindow();
    await wake('2026-11-21T06:00:00.000Z');
    const told = ['5 fires missed: runs 2, coalesces 3', 'The machine slept: daily_delays'];
    await expect.poll(async () => (await notices()).slice(1), patiently).toEqual([told]);
    await wake('2026-11-21T06:00:00.000Z');
    await clickNotice();
    await expect.poll(() => shellMessages(page), patiently).toEqual([{ type: 'open_wake_plan' }]);
    await hideWindow();
    await wake('2026-11-22T06:00:00.000Z');
    await expect.poll(async () => (await notices()).slice(1), patiently).toEqual([told, told]);
  });
});

describe('starting at login', () => {
  const entry = () => join(directory, 'config/autostart/slipway.desktop');
  const item = async () => (await trayItems()).find(({ label }) => label.startsWith('Start at login'));

  test('is an entry for the desktop, made and removed', async () => {
    await launchWindow();
    expect(await item()).toMatchObject({ enabled: true, checked: false });
    await chooseInTray('start_at_login');
    expect(readFileSync(entry(), 'utf8')).toMatch(
      /^\[Desktop Entry\]\nType=Application\n[^]*\nExec=".+" ".+" "--at-login"\n/,
    );
    expect(await item()).toMatchObject({ checked: true });
    await clickMenuItem(app, ['File', 'Start at login']);
    expect(existsSync(entry())).toBe(false);
    expect(await item()).toMatchObject({ checked: false });
  });

  test('says why it cannot be changed', async () => {
    writeFileSync(join(directory, 'config'), '');
    await launchWindow();
    await chooseInTray('start_at_login');
    expect(await recorded('dialog')).toEqual([
      expect.objectContaining({ type: 'error', title: 'Slipway will not start at login' }),
    ]);
    expect(await item()).toMatchObject({ checked: false });
  });

  test('is not offered where it is not possible', async () => {
    await launchWindow({ env: { SNAP: '/snap/slipway/1' } });
    expect(await item()).toMatchObject({ label: 'Start at login: not available here', enabled: false });
  });

  test('leaves the window in the tray, until somebody wants it', async () => {
    await launch({ args: ['--at-login'] });
    await expect.poll(trayLabels, patiently).toContain('No job has a coming fire');
    expect(await isVisible()).toBeUndefined();
    await chooseInTray('open');
    await expect.poll(isVisible, patiently).toBe(true);
  });

  test('shows the window where there is no tray', async () => {
    await launch({ args: ['--at-login'], tray: false });
    await expect.poll(isVisible, patiently).toBe(true);
  });
});

describe('a link', () => {
  test('opens the run in the window that is away; what is no link only shows the window', async () => {
    const page = await launchWindow();
    for (const link of ['slipway://run/1/../../7', 'slipway://run/12']) {
      await hideWindow();
      const second = spawn(standIn, ['--no-sandbox', `--user-data-dir=${userData}`, shell, link], {
        env: { ...process.env, ...environment({}) },
      });
      expect((await once(second, 'exit'))[0]).toBe(0);
      await expect.poll(isVisible, patiently).toBe(true);
    }
    await expect.poll(() => shellMessages(page), patiently).toEqual([{ type: 'open_run', run: 12 }]);
  });

  test('of the system opens the run, and nothing that is not a run', async () => {
    const page = await launchWindow();
    await hideWindow();
    const openUrl = (url: string) =>
      app.evaluate(({ app: instance }, link) => {
        instance.emit('open-url', { preventDefault: () => undefined }, link);
      }, url);
    for (const bad of ['slipway://run/0', 'slipway://run/7?x=1', 'slipway://quit', 'https://run/7']) {
      await openUrl(bad);
    }
    expect(await isVisible()).toBe(false);
    await openUrl('slipway://run/31');
    expect(await isVisible()).toBe(true);
    await expect.poll(() => shellMessages(page), patiently).toEqual([{ type: 'open_run', run: 31 }]);
  });
});
