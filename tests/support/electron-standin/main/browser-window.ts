import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onlySupported, preventable, StrictEmitter, unsupported } from '../strict.ts';
import { app } from './app.ts';
import { PageTarget } from './page-target.ts';
import { type Rectangle, screen } from './screen.ts';
import { WebContents } from './web-contents.ts';
import { addWindow, removeWindow } from './window-list.ts';

interface WebPreferences {
  preload?: string;
  sandbox?: boolean;
  contextIsolation?: boolean;
  nodeIntegration?: boolean;
  webviewTag?: boolean;
  additionalArguments?: string[];
}

interface WindowOptions extends Partial<Rectangle> {
  show?: boolean;
  title?: string;
  minWidth?: number;
  minHeight?: number;
  webPreferences?: WebPreferences;
}

const supportedOptions = [
  'x',
  'y',
  'width',
  'height',
  'minWidth',
  'minHeight',
  'show',
  'title',
  'webPreferences',
  // Without effect on a page, so accepted as they are.
  'autoHideMenuBar',
  'backgroundColor',
  'icon',
];
const supportedPreferences = [
  'preload',
  'sandbox',
  'contextIsolation',
  'nodeIntegration',
  'webviewTag',
  'additionalArguments',
  'nodeIntegrationInWorker',
  'nodeIntegrationInSubFrames',
  'webSecurity',
  'allowRunningInsecureContent',
  'experimentalFeatures',
  'navigateOnDragDrop',
  'spellcheck',
  'devTools',
  'disableBlinkFeatures',
];

/** The stand-in always isolates the preload and never gives pages Node; asking for less is an error. */
function checkPreferences(preferences: WebPreferences): void {
  onlySupported('BrowserWindow webPreferences', preferences, supportedPreferences);
  if (preferences.sandbox === false) throw unsupported('webPreferences.sandbox: false');
  if (preferences.contextIsolation === false) throw unsupported('webPreferences.contextIsolation: false');
  if (preferences.nodeIntegration) throw unsupported('webPreferences.nodeIntegration');
  if (preferences.webviewTag) throw unsupported('webPreferences.webviewTag');
}

/** How long a page may take to go. */
const closeMs = 5000;

type WindowMode = 'normal' | 'maximized' | 'full-screen';

/**
 * A window without a window manager: it is where the application puts it, and has no frame, so that its content is as
 * large as itself.
 */
export class BrowserWindow extends StrictEmitter {
  protected override emittedEvents(): readonly string[] {
    return [
      'blur',
      'close',
      'closed',
      'enter-full-screen',
      'focus',
      'hide',
      'leave-full-screen',
      'maximize',
      'minimize',
      'move',
      'moved',
      'page-title-updated',
      'ready-to-show',
      'resize',
      'resized',
      'restore',
      'show',
      'session-end',
      'query-session-end',
      'unmaximize',
      'unresponsive',
      'responsive',
    ];
  }
  static readonly #all = new Map<number, BrowserWindow>();
  static #focused: BrowserWindow | null = null;
  static #lastId = 0;

  readonly id: number = ++BrowserWindow.#lastId;
  readonly webContents: WebContents;
  readonly #target: PageTarget;
  readonly #minimum: { width: number; height: number };
  #normal: Rectangle;
  #mode: WindowMode = 'normal';
  #minimized = false;
  #visible = false;
  #becameReady = false;
  #destroyed = false;
  #title: string;

  constructor(options: WindowOptions = {}) {
    super();
    onlySupported('BrowserWindow', options, supportedOptions);
    const preferences = options.webPreferences ?? {};
    checkPreferences(preferences);
    this.#minimum = { width: options.minWidth ?? 0, height: options.minHeight ?? 0 };
    const { width = 800, height = 600 } = options;
    const area = screen.getPrimaryDisplay().workArea;
    const {
      x = area.x + Math.round((area.width - width) / 2),
      y = area.y + Math.round((area.height - height) / 2),
    } = options;
    this.#normal = this.#limit({ x, y, width, height });
    this.#title = options.title ?? app.name;
    this.#target = new PageTarget(this.#normal, preferences.preload, preferences.additionalArguments ?? []);
    this.webContents = new WebContents(this.#target, () => this.close());
    this.webContents.on('page-title-updated', (_event, title: string) => this.#titleChanged(title));
    this.#target.on('loaded', () => this.#becomeReady());
    this.#target.opened.catch((error: unknown) => {
      process.stderr.write(`Electron stand-in: the window did not open: ${String(error)}\n`);
      this.gone();
    });
    BrowserWindow.#all.set(this.id, this);
    addWindow(this);
    app.emit('web-contents-created', {}, this.webContents);
    app.emit('browser-window-created', {}, this);
    if (options.show !== false) this.show();
  }

  static getAllWindows(): BrowserWindow[] {
    return [...BrowserWindow.#all.values()];
  }
  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.#focused;
  }
  static fromId(id: number): BrowserWindow | null {
    return BrowserWindow.#all.get(id) ?? null;
  }
  static fromWebContents(webContents: WebContents): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find(window => window.webContents === webContents) ?? null;
  }

  async loadURL(url: string): Promise<void> {
    await this.webContents.loadURL(url);
  }
  async loadFile(file: string): Promise<void> {
    await this.loadURL(pathToFileURL(resolve(app.getAppPath(), file)).href);
  }

  getTitle(): string {
    return this.#title;
  }
  setTitle(title: string): void {
    this.#title = title;
  }
  getBounds(): Rectangle {
    const { bounds, workArea } = screen.getDisplayMatching(this.#normal);
    if (this.#mode === 'maximized') return { ...workArea };
    return this.#mode === 'full-screen' ? { ...bounds } : { ...this.#normal };
  }
  getNormalBounds(): Rectangle {
    return { ...this.#normal };
  }
  setBounds(bounds: Partial<Rectangle>): void {
    this.#change('normal', this.#limit({ ...this.getBounds(), ...bounds }));
  }
  getContentBounds(): Rectangle {
    return this.getBounds();
  }
  getSize(): number[] {
    const { width, height } = this.getBounds();
    return [width, height];
  }
  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }
  getContentSize(): number[] {
    return this.getSize();
  }
  getPosition(): number[] {
    const { x, y } = this.getBounds();
    return [x, y];
  }
  setPosition(x: number, y: number): void {
    this.setBounds({ x, y });
  }

  maximize(): void {
    if (!this.isVisible()) this.show();
    if (this.#mode === 'maximized') return;
    this.#change('maximized');
    this.emit('maximize');
  }
  unmaximize(): void {
    if (this.#mode !== 'maximized') return;
    this.#change('normal');
    this.emit('unmaximize');
  }
  isMaximized(): boolean {
    return this.#mode === 'maximized';
  }
  setFullScreen(on: boolean): void {
    if (on === this.isFullScreen()) return;
    this.#change(on ? 'full-screen' : 'normal');
    this.emit(on ? 'enter-full-screen' : 'leave-full-screen');
  }
  isFullScreen(): boolean {
    return this.#mode === 'full-screen';
  }
  minimize(): void {
    if (this.#minimized) return;
    this.#minimized = true;
    this.emit('minimize');
    this.blur();
  }
  restore(): void {
    if (!this.#minimized) return;
    this.#minimized = false;
    this.emit('restore');
    this.focus();
  }
  isMinimized(): boolean {
    return this.#minimized;
  }

  show(): void {
    this.showInactive();
    this.focus();
  }
  showInactive(): void {
    if (this.#visible) return;
    this.#visible = true;
    this.emit('show');
  }
  hide(): void {
    if (!this.#visible) return;
    this.blur();
    this.#visible = false;
    this.emit('hide');
  }
  isVisible(): boolean {
    return this.#visible;
  }
  focus(): void {
    if (!this.#visible || this.#minimized || BrowserWindow.#focused === this) return;
    BrowserWindow.#focused?.blur();
    BrowserWindow.#focused = this;
    this.emit('focus');
    app.emit('browser-window-focus', {}, this);
  }
  blur(): void {
    if (BrowserWindow.#focused !== this) return;
    BrowserWindow.#focused = null;
    this.emit('blur');
    app.emit('browser-window-blur', {}, this);
  }
  isFocused(): boolean {
    return BrowserWindow.#focused === this;
  }

  setMenuBarVisibility(_visible: boolean): void {
    // There is no menu bar to be seen.
  }
  removeMenu(): void {
    // As above.
  }
  setBackgroundColor(_color: string): void {
    // Only seen before the page is.
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }
  close(): void {
    this.requestClose();
  }
  /** Pages' `beforeunload` is not asked. */
  requestClose(): boolean {
    if (this.#destroyed) return true;
    const event = preventable();
    this.emit('close', event);
    if (event.defaultPrevented) return false;
    this.destroy();
    return true;
  }
  /** As in Electron, a page that does not answer does not keep its window. */
  destroy(): void {
    const late = setTimeout(() => this.gone(), closeMs);
    void this.#target.close().then(() => this.gone());
    this.once('closed', () => clearTimeout(late));
  }

  /** For the stand-in: the page is no more, by our doing or not. */
  gone(): void {
    if (this.#destroyed) return;
    this.blur();
    this.#destroyed = true;
    BrowserWindow.#all.delete(this.id);
    removeWindow(this);
    this.webContents.destroyed();
    this.emit('closed');
    app.windowClosed();
  }

  #titleChanged(title: string): void {
    const event = preventable();
    this.emit('page-title-updated', event, title, true);
    if (!event.defaultPrevented) this.#title = title;
  }

  #becomeReady(): void {
    if (this.#becameReady) return;
    this.#becameReady = true;
    this.emit('ready-to-show');
  }

  #limit(bounds: Rectangle): Rectangle {
    const { width, height } = this.#minimum;
    return { ...bounds, width: Math.max(bounds.width, width), height: Math.max(bounds.height, height) };
  }

  /** Takes on a mode and bounds, and tells the page and the listeners what of it changed. */
  #change(mode: WindowMode, normal = this.#normal): void {
    const before = this.getBounds();
    this.#mode = mode;
    this.#normal = normal;
    const after = this.getBounds();
    if (after.width !== before.width || after.height !== before.height) {
      void this.#target.resize(after);
      this.emit('resize');
      this.emit('resized');
    }
    if (after.x !== before.x || after.y !== before.y) {
      this.emit('move');
      this.emit('moved');
    }
  }
}
