import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { browser } from './runtime.ts';

function windowOf(targetId: string): BrowserWindow | undefined {
  return BrowserWindow.getAllWindows().find(window => window.webContents.targetId === targetId);
}

/** Follows what happens to pages outside of the application's doing. */
export async function watchTargets(): Promise<void> {
  browser().on('Target.targetCreated', ({ targetInfo: { targetId, type, openerId } }) => {
    // A pop-up the page's own `window.open` guard could not prevent: a link or form with a target.
    if (type === 'page' && openerId !== undefined) void browser().tell('Target.closeTarget', { targetId });
  });
  browser().on('Target.targetDestroyed', ({ targetId }) => windowOf(targetId)?.gone());
  browser().on('Target.targetCrashed', ({ targetId, status }) => {
    const window = windowOf(targetId);
    window?.webContents.gone(status);
    if (window) app.emit('render-process-gone', {}, window.webContents, { reason: status, exitCode: 1 });
  });
  await browser().send('Target.setDiscoverTargets', { discover: true });
}
