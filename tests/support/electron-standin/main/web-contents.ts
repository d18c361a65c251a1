import type { ToMain } from '../renderer/wire.ts';
import { preventable, StrictEmitter } from '../strict.ts';
import { ipcMain } from './ipc-main.ts';
import type { MessagePortMain } from './message-port.ts';
import { nativeImageFromPng, type NativeImage } from './native-image.ts';
import { addFrame, addPage, type NavigationRequest, removePage } from './pages.ts';
import type { PageTarget } from './page-target.ts';
import { RendererPorts } from './renderer-ports.ts';
import { defaultSession, type Session } from './session.ts';
import { WebFrameMain } from './web-frame.ts';

const all = new Set<WebContents>();
let lastId = 0;

interface WindowOpenDetails {
  url: string;
  frameName: string;
  features: string;
  disposition: 'new-window' | 'foreground-tab';
}

type WindowOpenHandler = (details: WindowOpenDetails) => { action: 'allow' | 'deny' };

/** The page of a window: loading, messages, and the events by which an application guards it. */
export class WebContents extends StrictEmitter {
  protected override emittedEvents(): readonly string[] {
    return [
      'console-message',
      'destroyed',
      'did-fail-load',
      'did-finish-load',
      'did-navigate',
      'did-navigate-in-page',
      'did-start-loading',
      'did-stop-loading',
      'dom-ready',
      'page-title-updated',
      'preload-error',
      'render-process-gone',
      'will-attach-webview',
      'will-frame-navigate',
      'will-navigate',
      'will-redirect',
    ];
  }

  readonly id = ++lastId;
  readonly session: Session = defaultSession;
  readonly mainFrame: WebFrameMain = new WebFrameMain(this);
  readonly #target: PageTarget;
  readonly #closeWindow: () => void;
  readonly #ports: RendererPorts;
  #url = '';
  #title = '';
  #zoomLevel = 0;
  /** The next document was asked for by the application itself, which is then not asked about it. */
  #loadingByApp = false;
  #destroyed = false;
  #windowOpenHandler: WindowOpenHandler | undefined;

  constructor(target: PageTarget, closeWindow: () => void) {
    super();
    this.#target = target;
    this.#closeWindow = closeWindow;
    this.#ports = new RendererPorts(message => target.post(message));
    all.add(this);
    addPage(this);
    target.on('frame', frameId => addFrame(frameId, this));
    target.on('message', message => this.#receive(message));
    target.on('document-gone', () => this.#ports.closeAll());
    target.on('navigated', url => {
      this.#loadingByApp = false;
      this.#url = url;
      this.emit('did-navigate', {}, url, 200, 'OK');
    });
    target.on('navigated-in-page', url => {
      this.#url = url;
      this.emit('did-navigate-in-page', {}, url, true);
    });
    target.on('dom-ready', () => this.emit('dom-ready', {}));
    target.on('loaded', () => {
      this.emit('did-stop-loading', {});
      this.emit('did-finish-load', {});
    });
    target.on('window-open', (url, name, features) => this.#askWindowOpen(url, name, features));
    target.on('preload-failed', description => {
      process.stderr.write(`Electron stand-in: preload script failed: ${description}\n`);
      this.emit('preload-error', {}, '', new Error(description));
    });
  }

  /** The id by which DevTools clients know the page. */
  get targetId(): string {
    return this.#target.id;
  }

  getURL(): string {
    return this.#url;
  }
  getTitle(): string {
    return this.#title;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }

  async loadURL(url: string): Promise<void> {
    await this.#load(url, async () => {
      await this.#target.opened;
      await this.#target.navigate(url);
    });
  }

  reload(): void {
    void this.#load(this.#url, () => this.#target.cdp.send('Page.reload', {})).catch(() => undefined);
  }

  /** Runs in the page's own world, as in Electron. */
  async executeJavaScript(code: string): Promise<unknown> {
    await this.#target.opened;
    const { result, exceptionDetails } = await this.#target.cdp.send('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async capturePage(): Promise<NativeImage> {
    await this.#target.opened;
    const { data } = await this.#target.cdp.send('Page.captureScreenshot', { format: 'png' });
    return nativeImageFromPng(Buffer.from(data, 'base64'));
  }

  send(channel: string, ...args: unknown[]): void {
    this.#target.post({ type: 'send', channel, args });
  }

  postMessage(channel: string, message: unknown, transfer: MessagePortMain[] = []): void {
    const ports = transfer.map(port => this.#ports.give(port.detach()));
    this.#target.post({ type: 'post', channel, message, ports });
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#windowOpenHandler = handler;
  }

  getZoomLevel(): number {
    return this.#zoomLevel;
  }
  setZoomLevel(level: number): void {
    this.#zoomLevel = level;
    void this.#target.zoom(1.2 ** level);
  }

  /** What the page's media query of this name says; empty: what the system says. */
  prefersColorScheme(value: '' | 'light' | 'dark'): void {
    void this.#target.emulateMedia('prefers-color-scheme', value);
  }

  /** An editing command such as `copy`, as menus send it. */
  editingCommand(command: string): void {
    void this.executeJavaScript(`document.execCommand(${JSON.stringify(command)})`).catch(() => undefined);
  }

  close(): void {
    this.#closeWindow();
  }

  /** Asks the application about a navigation that it did not start itself; false when it refuses. */
  allowsNavigation({ url, isMainFrame, isRedirect }: NavigationRequest): boolean {
    const details = { url, isMainFrame, isSameDocument: false, frame: isMainFrame ? this.mainFrame : null };
    const refused = (name: string) => {
      const event = preventable(details);
      this.emit(name, event, url, false, isMainFrame);
      return event.defaultPrevented;
    };
    if (isRedirect) return !refused('will-redirect');
    if (this.#loadingByApp && isMainFrame) return true;
    return !refused('will-frame-navigate') && !(isMainFrame && refused('will-navigate'));
  }

  /** For the stand-in: the page's process has ended. */
  gone(reason: string): void {
    this.#ports.closeAll();
    this.emit('render-process-gone', {}, { reason, exitCode: 1 });
  }
  destroyed(): void {
    this.#destroyed = true;
    this.#ports.closeAll();
    all.delete(this);
    removePage(this);
    this.emit('destroyed');
  }

  async #load(url: string, load: () => Promise<unknown>): Promise<void> {
    this.#loadingByApp = true;
    this.emit('did-start-loading', {});
    try {
      await load();
    } catch (cause) {
      this.#loadingByApp = false;
      const code = /ERR_\w+/.exec(String(cause))?.[0] ?? 'ERR_FAILED';
      this.emit('did-fail-load', {}, -2, code, url, true);
      throw Object.assign(new Error(`${code} (-2) loading '${url}'`, { cause }), { code, errno: -2, url });
    }
  }

  #askWindowOpen(url: string, frameName: string, features: string): void {
    const disposition =
      features.includes('width') || features.includes('popup') ? 'new-window' : 'foreground-tab';
    const answer = this.#windowOpenHandler?.({ url, frameName, features, disposition }) ?? {
      action: 'allow',
    };
    if (answer.action === 'allow') {
      process.stderr.write(
        `Electron stand-in: opening ${url} was allowed, but child windows are not supported\n`,
      );
    }
  }

  #receive(message: ToMain): void {
    switch (message.type) {
      case 'send':
        ipcMain.emit(message.channel, this.#event(), ...message.args);
        return;
      case 'invoke':
        void this.#answer(message.id, message.channel, message.args);
        return;
      case 'post': {
        const ports = message.ports.map(id => this.#ports.take(id));
        ipcMain.emit(message.channel, this.#event(ports), message.message);
        return;
      }
      case 'port':
        this.#ports.receive(message.id, message.message, message.ports);
        return;
      case 'port-closed':
        this.#ports.close(message.id);
        return;
      case 'window-open':
        this.#askWindowOpen(message.url, message.name, message.features);
        return;
      case 'title':
        this.#title = message.title;
        this.emit('page-title-updated', {}, message.title, true);
    }
  }

  #event(ports: MessagePortMain[] = []): object {
    const reply = (channel: string, ...args: unknown[]) => this.send(channel, ...args);
    return {
      type: 'frame',
      sender: this,
      senderFrame: this.mainFrame,
      processId: 1,
      frameId: 1,
      ports,
      reply,
    };
  }

  async #answer(id: number, channel: string, args: unknown[]): Promise<void> {
    try {
      const value = await ipcMain.invoke(channel, this.#event(), args);
      this.#target.post({ type: 'reply', id, value });
    } catch (error) {
      this.#target.post({
        type: 'refusal',
        id,
        message: error instanceof Error ? error.message : String(error),
      });
    }
  }
}

/** Electron's module of this name. */
export const webContents = {
  getAllWebContents: (): WebContents[] => [...all],
  fromId: (id: number): WebContents | undefined =>
    webContents.getAllWebContents().find(page => page.id === id),
  fromDevToolsTargetId: (targetId: string): WebContents | undefined =>
    webContents.getAllWebContents().find(page => page.targetId === targetId),
};
