/** The `electron` module an application gets in its main process. */
import { app } from './main/app.ts';
import { BrowserWindow } from './main/browser-window.ts';
import {
  clipboard,
  dialog,
  nativeTheme,
  Notification,
  powerMonitor,
  safeStorage,
  shell,
  Tray,
} from './main/desktop-modules.ts';
import { ipcMain } from './main/ipc-main.ts';
import { Menu, MenuItem } from './main/menu.ts';
import { MessageChannelMain } from './main/message-port.ts';
import { nativeImage } from './main/native-image.ts';
import { protocol } from './main/protocol.ts';
import { recorded } from './main/records.ts';
import { screen } from './main/screen.ts';
import { session } from './main/session.ts';
import { utilityProcess } from './main/utility-process.ts';
import { webContents } from './main/web-contents.ts';
import { missing } from './strict.ts';

export {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  MessageChannelMain,
  nativeImage,
  nativeTheme,
  Notification,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
  webContents,
};

/** Not in Electron: for tests, through `app.evaluate(({ standin }) => standin.recorded('openExternal'))`. */
export const standin = { recorded };

// Named, so that importing them is no error; using them is.
export const autoUpdater = missing('autoUpdater');
export const BaseWindow = missing('BaseWindow');
export const contentTracing = missing('contentTracing');
export const crashReporter = missing('crashReporter');
export const desktopCapturer = missing('desktopCapturer');
export const globalShortcut = missing('globalShortcut');
export const inAppPurchase = missing('inAppPurchase');
export const net = missing('net');
export const netLog = missing('netLog');
export const powerSaveBlocker = missing('powerSaveBlocker');
export const pushNotifications = missing('pushNotifications');
export const ShareMenu = missing('ShareMenu');
export const systemPreferences = missing('systemPreferences');
export const TouchBar = missing('TouchBar');
export const View = missing('View');
export const WebContentsView = missing('WebContentsView');
export const webFrameMain = missing('webFrameMain');
