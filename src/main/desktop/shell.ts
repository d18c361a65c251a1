import { join } from 'node:path';
import { app, dialog } from 'electron';
import type { Client } from '../../shared/contract/index.ts';
import type { MenuCommand, ShellMessage } from '../../shared/shell.ts';
import type { EngineHost } from './engine-host.ts';
import { type EngineWatch, watchEngine } from './engine-watch.ts';
import { findLoginItem, startedAtLogin } from './login-item.ts';
import { createLoginSetting } from './login-setting.ts';
import { createMainWindow } from './main-window.ts';
import { openMemory } from './memory.ts';
import { showMenu } from './menu.ts';
import { handOverPorts } from './ports.ts';
import { watchPower } from './power.ts';
import { guardQuit } from './quit-guard.ts';
import { openExternal } from './security.ts';
import { createTeller } from './teller.ts';
import { createTrayIcon } from './tray.ts';

export interface ShellOptions {
  /** The built preload script, absolute. */
  preload: string;
  engine: Promise<EngineHost>;
}

export type Shell = ReturnType<typeof createShell>;

/** Window, tray, menu and notifications, and what they do for each other. */
export function createShell({ preload, engine }: ShellOptions) {
  let host: EngineHost | undefined;
  let watch: EngineWatch | undefined;
  const memory = openMemory(join(app.getPath('userData'), 'shell.json'));

  const quit = guardQuit({
    activeRuns: () => host?.activeRuns() ?? 0,
    onStay: () => window.show(),
  });
  const login = createLoginSetting(findLoginItem(), showLogin);
  const tray = createTrayIcon(
    { engine: null, startAtLogin: null },
    {
      open: () => window.show(),
      pauseAll: () =>
        ask('Jobs cannot be paused', client => client.fires.pauseAll({ reason: 'Paused from the tray' })),
      resumeAll: () => ask('Jobs cannot be resumed', client => client.fires.resumeAll({})),
      setStartAtLogin: login.set,
      quit: () => app.quit(),
    },
  );
  const window = createMainWindow({ preload, showTray: tray.show, isQuitting: quit.isQuitting, memory });
  const page = handOverPorts({ isOurs: window.isPage, engine });

  /** Shows something in the page, wherever the window is. */
  const open = (message: ShellMessage) => {
    window.show();
    page.send(message);
  };
  const teller = createTeller({ isPageInFront: window.isInFront, open, memory });

  function ask(failed: string, act: (client: Client) => Promise<unknown>): void {
    watch?.call(act).catch((error: unknown) => {
      dialog.showErrorBox(failed, error instanceof Error ? error.message : String(error));
    });
  }

  /** Draws what shows whether the application starts at login. */
  function showLogin(): void {
    const startAtLogin = login.value();
    tray.update({ startAtLogin });
    const send = (command: MenuCommand) => page.send({ type: 'command', command });
    showMenu({ send, openExternal, setStartAtLogin: login.set }, startAtLogin);
  }

  /** Follows the engine once it is open; that it cannot be opened is reported where it is. */
  async function follow(): Promise<void> {
    host = await engine;
    watch = watchEngine({
      connect: host.connect,
      onStatus: status => tray.update({ engine: status }),
      onFailures: teller.failures,
      onWakePlan: teller.wakePlan,
    });
  }

  return {
    open,
    show: window.show,
    showMessage: teller.message,
    /** The application is ready: shows what there is to see, and begins to follow the engine. */
    async start(): Promise<void> {
      watchPower({
        onWake: () => void host?.wake().catch(() => undefined),
        onShutdown: quit.quitUnasked,
      });
      showLogin();
      // The window comes up while the engine opens; at login nobody asked for it.
      const waits = startedAtLogin();
      if (!waits) window.show();
      follow().catch(() => undefined);
      const hasTray = await tray.show();
      if (waits && !hasTray) window.show();
    },
    /** Whether the application stays when its window is gone. */
    stays: tray.isShown,
    async stop(): Promise<void> {
      await watch?.stop();
    },
  };
}
