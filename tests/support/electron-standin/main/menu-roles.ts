import { unsupported } from '../strict.ts';
import { app } from './app.ts';
import type { BrowserWindow } from './browser-window.ts';
import { record } from './records.ts';
import type { WebContents } from './web-contents.ts';

interface Role {
  label: string;
  app?: () => void;
  window?: (window: BrowserWindow) => void;
  page?: (page: WebContents) => void;
}

function edit(label: string, command: string): Role {
  return { label, page: page => page.editingCommand(command) };
}

function zoom(label: string, next: (level: number) => number): Role {
  return { label, page: page => page.setZoomLevel(next(page.getZoomLevel())) };
}

/** Electron's roles: their labels and what they do, without the ones that only macOS has. */
const roles: Record<string, Role> = {
  about: { label: 'About', app: () => app.showAboutPanel() },
  quit: { label: 'Quit', app: () => app.quit() },
  close: { label: 'Close Window', window: window => window.close() },
  minimize: { label: 'Minimize', window: window => window.minimize() },
  zoom: { label: 'Zoom', window: window => window.maximize() },
  togglefullscreen: {
    label: 'Toggle Full Screen',
    window: window => window.setFullScreen(!window.isFullScreen()),
  },
  reload: { label: 'Reload', page: page => page.reload() },
  forcereload: { label: 'Force Reload', page: page => page.reload() },
  toggledevtools: { label: 'Toggle Developer Tools', page: page => record('devTools', page.id) },
  resetzoom: zoom('Actual Size', () => 0),
  zoomin: zoom('Zoom In', level => level + 0.5),
  zoomout: zoom('Zoom Out', level => level - 0.5),
  undo: edit('Undo', 'undo'),
  redo: edit('Redo', 'redo'),
  cut: edit('Cut', 'cut'),
  copy: edit('Copy', 'copy'),
  paste: edit('Paste', 'paste'),
  pasteandmatchstyle: edit('Paste and Match Style', 'paste'),
  delete: edit('Delete', 'delete'),
  selectall: edit('Select All', 'selectAll'),
  // Only labels: their items have submenus of their own.
  appmenu: { label: 'App' },
  filemenu: { label: 'File' },
  editmenu: { label: 'Edit' },
  viewmenu: { label: 'View' },
  windowmenu: { label: 'Window' },
  help: { label: 'Help' },
};

function find(role: string): Role {
  const found = roles[role];
  if (!found) throw unsupported(`the menu role "${role}"`);
  return found;
}

export function defaultLabel(role: string): string {
  return find(role).label;
}

/** Does what the role says; false when it says nothing. */
export function performRole(
  role: string,
  window: BrowserWindow | null,
  page: WebContents | undefined,
): boolean {
  const found = find(role);
  found.app?.();
  if (window) found.window?.(window);
  if (page) found.page?.(page);
  return found.app !== undefined || found.window !== undefined || found.page !== undefined;
}
