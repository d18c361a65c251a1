import { app, dialog, session } from 'electron';
import { redaction } from '../system/redaction.ts';
import { bounded } from './bounded.ts';
import { deepLinkScheme } from './deep-link.ts';
import type { EngineHost, ShowMessage } from './engine-host.ts';
import { registerAppScheme, serveApp } from './protocol.ts';
import { denyPermissions, guardPages } from './security.ts';
import { createShell, type Shell } from './shell.ts';
import { listenToInstances } from './single-instance.ts';

export interface DesktopOptions {
  /**
   * Opens the engine, whose messages to desktop channels go to `show`; called once, when the application is ready. Rejects
   * with what the person shall read.
   */
  openEngine: (show: ShowMessage) => Promise<EngineHost>;
  /** The built page, absolute. */
  pageDirectory: string;
  /** The built preload script, absolute. */
  preload: string;
}

/** How long the engine may take to close before the application ends without it: it survives being killed. */
const closeMs = 10_000;

/** Runs the desktop application in this process. Must be called before the app is ready. */
export function startDesktop({ openEngine, pageDirectory, preload }: DesktopOptions): void {
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  const engine = Promise.withResolvers<EngineHost>();
  // Whoever waits for it hears of a failure; nobody waiting is no error.
  engine.promise.catch(() => undefined);
  const shell = createShell({ preload, engine: engine.promise });
  listenToInstances({
    onSecondInstance: shell.show,
    onLink: ({ run }) => shell.open({ type: 'open_run', run }),
  });
  // In development it would be Electron itself that links are opened with from then on.
  if (app.isPackaged) app.setAsDefaultProtocolClient(deepLinkScheme);
  registerAppScheme();
  guardPages();
  app.on('activate', shell.show);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin' && !shell.stays()) app.quit();
  });
  closeBeforeQuit(engine.promise, shell);

  app.on('ready', () => {
    denyPermissions(session.defaultSession);
    serveApp(pageDirectory);
    void shell.start();
    openEngine(shell.showMessage).then(engine.resolve, (error: unknown) => {
      engine.reject(error);
      dialog.showErrorBox(
        'Slipway cannot start',
        redaction.redact(error instanceof Error ? error.message : String(error)),
      );
      app.exit(1);
    });
  });
}

/** Holds the application's end until the engine is closed: all is saved, and no executor is left. */
function closeBeforeQuit(engine: Promise<EngineHost>, shell: Shell): void {
  let state: 'open' | 'closing' | 'closed' = 'open';
  app.on('will-quit', event => {
    if (state === 'closed' || !app.isReady()) return;
    event.preventDefault();
    if (state === 'closing') return;
    state = 'closing';
    void closeEngine(engine, shell).finally(() => {
      state = 'closed';
      app.exit(0);
    });
  });
}

async function closeEngine(engine: Promise<EngineHost>, shell: Shell): Promise<void> {
  try {
    const close = async () => {
      const host = await engine;
      await Promise.all([shell.stop(), host.close()]);
    };
    const late = await bounded(close(), closeMs, 'late');
    if (late) process.stderr.write('slipway: the engine did not close in time\n');
  } catch (error) {
    process.stderr.write(`slipway: closing the engine failed: ${redaction.redact(String(error))}\n`);
  }
}
