import { join } from 'node:path';
import { Menu, nativeImage, Tray } from 'electron';
import { root } from '../system/places.ts';
import { hasTrayHost } from './tray-host.ts';
import { type TrayActions, type TrayState, trayTemplate, trayToolTip } from './tray-template.ts';

export type TrayIcon = ReturnType<typeof createTrayIcon>;

/** The icon in the tray, where there is a tray; not shown before it is asked for. */
export function createTrayIcon(first: TrayState, actions: TrayActions) {
  let state = first;
  let tray: Tray | undefined;

  function draw(): void {
    if (!tray) return;
    const now = Date.now();
    tray.setToolTip(trayToolTip(state, now));
    // On Linux changes of a menu are seen only when it is set again.
    tray.setContextMenu(Menu.buildFromTemplate(trayTemplate(state, actions, now)));
  }

  function add(): void {
    tray = new Tray(icon());
    // On macOS a click shows the menu. On Linux what counts as one differs: the menu can open the window as well.
    if (process.platform !== 'darwin') tray.on('click', actions.open);
    draw();
  }

  return {
    /** Shows the icon; resolves with false where there is no tray, as then nobody could find what was put there. */
    show: async (): Promise<boolean> => {
      const possible = await hasTrayHost();
      if (possible && !tray) add();
      else if (!possible) {
        tray?.destroy();
        tray = undefined;
      }
      return possible;
    },
    isShown: (): boolean => tray !== undefined,
    update(changes: Partial<TrayState>): void {
      state = { ...state, ...changes };
      draw();
    },
    state: (): TrayState => state,
  };
}

/** The system picks the file for its density (`@2x`); macOS colours what is named a template. */
function icon(): Electron.NativeImage {
  const file = process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png';
  return nativeImage.createFromPath(join(root, 'resources/icons', file));
}
