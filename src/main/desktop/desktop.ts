import { app, type BrowserWindow, dialog, session } from 'electron';
import { bounded } from './bounded.ts';
import type { EngineHost } from './engine-host.ts';
import { showMenu } from './menu.ts';
import { handOverPorts, type PageLine } from './ports.ts';
import { registerAppScheme, serveApp } from './protocol.ts';
import { denyPermissions, guardPages, openExternal } from './security.ts';
import { claimSingleInstance } from './single-instance.ts';
import { openMainWindow, showWindow } from './window.ts';

export interface DesktopOptions {
  /** Opens the engine; called once, when the application is ready. Rejects with what the person shall read. */
  openEngine: () => Promise<EngineHost>;
  /** The built page, absolute. */
  pageDirectory: string;
  /** The built preload script, absolute. */
  preload: string;
}

/** How long the engine may take to close before the application ends without it: it survives being killed. */
const closeMs = 10_000;

/** Runs the desktop application in this process. Must be called before the app is ready. */
export function startDesktop({ openEngine, pageDirectory, preload }: DesktopOptions): void {
  let window: BrowserWindow | undefined;
  const engine = Promise.withResolvers<EngineHost>();
  // Whoever waits for it hears of a failure; nobody waiting is no error.
  engine.promise.catch(() => undefined);
  const page: PageLine = handOverPorts({
    isOurs: id => window?.webContents.id === id,
    engine: engine.promise,
  });

  const show = () => {
    if (!app.isReady()) return;
    if (window) return showWindow(window);
    window = openMainWindow(preload);
    window.on('closed', () => {
      window = undefined;
    });
  };

  const first = claimSingleInstance({
    onSecondInstance: show,
    onLink: ({ run }) => page.send({ type: 'open_run', run }),
  });
  if (!first) {
    app.quit();
    return;
  }
  registerAppScheme();
  guardPages();
  app.on('activate', show);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  closeBeforeQuit(engine.promise);

  app.on('ready', () => {
    denyPermissions(session.defaultSession);
    serveApp(pageDirectory);
    showMenu({ send: command => page.send({ type: 'command', command }), openExternal });
    // The window comes up while the engine opens.
    show();
    openEngine().then(engine.resolve, (error: unknown) => {
      engine.reject(error);
      dialog.showErrorBox('Slipway cannot start', error instanceof Error ? error.message : String(error));
      app.exit(1);
    });
  });
}

/** Holds the application's end until the engine is closed: all is saved, and no executor is left. */
function closeBeforeQuit(engine: Promise<EngineHost>): void {
  let state: 'open' | 'closing' | 'closed' = 'open';
  app.on('will-quit', event => {
    if (state === 'closed' || !app.isReady()) return;
    event.preventDefault();
    if (state === 'closing') return;
    state = 'closing';
    void closeEngine(engine).finally(() => {
      state = 'closed';
      app.exit(0);
    });
  });
}

async function closeEngine(engine: Promise<EngineHost>): Promise<void> {
  try {
    const closing = engine.then(host => host.close());
    const late = await bounded(closing, closeMs, 'late');
    if (late) process.stderr.write('slipway: the engine did not close in time\n');
  } catch (error) {
    process.stderr.write(`slipway: closing the engine failed: ${String(error)}\n`);
  }
}
