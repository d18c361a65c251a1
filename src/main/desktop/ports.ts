/* oxlint-disable unicorn/require-post-message-target-origin -- these are ports and processes, not windows */
import {
  ipcMain,
  type IpcMainEvent,
  MessageChannelMain,
  type MessagePortMain,
  type WebFrameMain,
} from 'electron';
import { isAppUrl } from './app-url.ts';
import { portsChannel, type ShellMessage } from '../../shared/shell.ts';
import type { EngineHost } from './engine-host.ts';

interface PagePorts {
  api: MessagePortMain;
  shell: MessagePortMain;
}

/** The shell's own line to the page; what is said before the page listens is kept. */
export interface PageLine {
  send: (message: ShellMessage) => void;
}

export interface PortOptions {
  /** Whether a page is that of the application's window. */
  isOurs: (webContentsId: number) => boolean;
  /** Resolves when the engine is open. */
  engine: Promise<EngineHost>;
}

/** More than anybody can have clicked before the page is there; older ones are dropped. */
const maxWaiting = 20;

/**
 * Hands the page its two ports when it asks through its preload: the API's, and the shell's own. The page gets them after
 * its frame was checked, twice, as it may have been replaced while the engine opened. A page that asks again (it was
 * reloaded) gets new ones, and the old are closed.
 */
export function handOverPorts({ isOurs, engine }: PortOptions): PageLine {
  let current: PagePorts | undefined;
  let asked = 0;
  const waiting: ShellMessage[] = [];

  const trustedFrame = ({ sender, senderFrame }: IpcMainEvent): WebFrameMain | null =>
    senderFrame && isOurs(sender.id) && isOurPage(senderFrame) ? senderFrame : null;

  const answer = async (frame: WebFrameMain) => {
    const question = ++asked;
    const host = await engine;
    // A page that lost patience asks again, and listens for that answer.
    if (question !== asked || frame.isDestroyed() || !isOurPage(frame)) return;
    const api = new MessageChannelMain();
    const shell = new MessageChannelMain();
    current?.api.close();
    current?.shell.close();
    const ports: PagePorts = { api: api.port1, shell: shell.port1 };
    current = ports;
    ports.shell.once('close', () => {
      if (current === ports) current = undefined;
    });
    ports.shell.start();
    host.serve(ports.api);
    frame.postMessage(portsChannel, null, [api.port2, shell.port2]);
    for (const message of waiting.splice(0)) ports.shell.postMessage(message);
  };

  ipcMain.on(portsChannel, event => {
    const frame = trustedFrame(event);
    // An engine that did not open is reported where it was opened.
    if (frame) answer(frame).catch(() => undefined);
  });

  return {
    send(message) {
      if (current) current.shell.postMessage(message);
      else waiting.push(message);
      waiting.splice(0, waiting.length - maxWaiting);
    },
  };
}

function isOurPage(frame: WebFrameMain): boolean {
  return frame.parent === null && isAppUrl(frame.url);
}
