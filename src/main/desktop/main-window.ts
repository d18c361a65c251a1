import { app, type BrowserWindow, dialog } from 'electron';
import type { Memory } from './memory.ts';
import { notify } from './notifications.ts';
import { openMainWindow, showWindow } from './window.ts';

export interface MainWindowOptions {
  /** The built preload script, absolute. */
  preload: string;
  /** Shows the tray's icon; resolves with whether there is one. */
  showTray: () => Promise<boolean>;
  isQuitting: () => boolean;
  memory: Memory;
}

export interface MainWindow {
  /** Brings the window to the front; opens it where there is none. Does nothing before the application is ready. */
  show: () => void;
  /** Whether the person has it before their eyes: it is visible and has the focus. */
  isInFront: () => boolean;
  /** Whether a page is that of the window. */
  isPage: (webContentsId: number) => boolean;
}

/** The one window of the application. Closing puts it away into the tray; where there is none, it ends the application. */
export function createMainWindow({ preload, showTray, isQuitting, memory }: MainWindowOptions): MainWindow {
  let window: BrowserWindow | undefined;

  async function close(closing: BrowserWindow): Promise<void> {
    const hasTray = await showTray();
    if (closing.isDestroyed() || isQuitting()) return;
    if (!hasTray) return app.quit();
    putAway(closing);
    if (memory.get().tray) return;
    memory.set({ tray: true });
    tellTray(show);
  }

  function show(): void {
    if (!app.isReady()) return;
    if (window) return showWindow(window);
    const opened = openMainWindow(preload);
    window = opened;
    opened.on('close', event => {
      if (isQuitting()) return;
      event.preventDefault();
      void close(opened);
    });
    opened.on('closed', () => {
      window = undefined;
    });
  }

  return {
    show,
    isInFront: () => window?.isVisible() === true && !window.isMinimized() && window.isFocused(),
    isPage: id => window?.webContents.id === id,
  };
}

/** On macOS the space of a full-screen window would stay, and be empty. */
function putAway(window: BrowserWindow): void {
  if (!window.isFullScreen()) return window.hide();
  window.once('leave-full-screen', () => window.hide());
  window.setFullScreen(false);
}

function tellTray(show: () => void): void {
  const title = `Slipway goes on in the ${process.platform === 'darwin' ? 'menu bar' : 'tray'}`;
  const body = 'Jobs keep being started. Choose Quit in the menu of its icon to end it.';
  if (notify({ title, body, onClick: show })) return;
  void dialog.showMessageBox({ type: 'info', message: `${title}.`, detail: body, buttons: ['OK'] });
}
