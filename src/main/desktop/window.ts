import { join } from 'node:path';
import { app, BrowserWindow, dialog, screen } from 'electron';
import { startPage } from './app-url.ts';
import { minimumSize, placeWindow, readWindowState, writeWindowState } from './window-state.ts';

/** How long moving and resizing must rest before the state is written. */
const settleMs = 500;

/** Opens the one window, where it was last time. It shows itself when there is something to see. */
export function openMainWindow(preload: string): BrowserWindow {
  const stateFile = join(app.getPath('userData'), 'window-state.json');
  const { maximized, ...placement } = placeWindow(readWindowState(stateFile), workAreas());
  const window = new BrowserWindow({
    ...placement,
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    title: 'Slipway',
    show: false,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  keepState(window, stateFile);
  window.once('ready-to-show', () => {
    if (maximized) window.maximize();
    window.show();
  });
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') void offerReload(window, reason);
  });
  window.loadURL(startPage).catch((error: unknown) => {
    if (!window.isDestroyed()) dialog.showErrorBox('Slipway cannot show its page', String(error));
  });
  return window;
}

/** Brings the window to the front, from wherever it is. */
export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function workAreas() {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(display => display.id !== primary.id);
  return [primary, ...others].map(display => display.workArea);
}

function keepState(window: BrowserWindow, file: string): void {
  let timer: NodeJS.Timeout | undefined;
  const write = () => {
    clearTimeout(timer);
    try {
      writeWindowState(file, { bounds: window.getNormalBounds(), maximized: window.isMaximized() });
    } catch (error) {
      process.stderr.write(`slipway: the window's state was not saved: ${String(error)}\n`);
    }
  };
  const writeSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(write, settleMs);
  };
  window.on('resize', writeSoon);
  window.on('move', writeSoon);
  window.on('maximize', writeSoon);
  window.on('unmaximize', writeSoon);
  window.on('close', write);
  window.on('closed', () => clearTimeout(timer));
}

async function offerReload(window: BrowserWindow, reason: string): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: 'The page of Slipway has stopped working.',
    detail: `Reason: ${reason}. The engine and its runs go on.`,
    buttons: ['Reload', 'Close window'],
    cancelId: 1,
  });
  if (window.isDestroyed()) return;
  if (response === 0) window.webContents.reload();
  else window.destroy();
}
