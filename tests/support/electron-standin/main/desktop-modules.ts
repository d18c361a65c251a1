import { onlySupported, StrictEmitter, strictModule } from '../strict.ts';
import { app } from './app.ts';
import type { Menu } from './menu.ts';
import { type NativeImage, nativeImage } from './native-image.ts';
import { allPages } from './pages.ts';
import { record } from './records.ts';

/** Splits Electron's optional window in front of a dialog's options. */
function dialogOptions(args: unknown[]): object {
  return Object(args.length > 1 ? args[1] : args[0]);
}

/** Nobody answers: dialogs are recorded and cancelled. Tests replace members to answer otherwise. */
export const dialog = strictModule('dialog', {
  async showOpenDialog(...args: unknown[]) {
    record('dialog', { type: 'open', ...dialogOptions(args) });
    return { canceled: true, filePaths: [] };
  },
  async showSaveDialog(...args: unknown[]) {
    record('dialog', { type: 'save', ...dialogOptions(args) });
    return { canceled: true, filePath: '' };
  },
  async showMessageBox(...args: unknown[]) {
    const options = dialogOptions(args);
    record('dialog', { type: 'message', ...options });
    return { response: 'cancelId' in options ? Number(options.cancelId) : 0, checkboxChecked: false };
  },
  showErrorBox(title: string, content: string): void {
    record('dialog', { type: 'error', title, content });
    process.stderr.write(`${title}\n${content}\n`);
  },
});

/** Nothing leaves the application: what it would open is recorded. */
export const shell = strictModule('shell', {
  async openExternal(url: string): Promise<void> {
    record('openExternal', url);
  },
  async openPath(path: string): Promise<string> {
    record('openPath', path);
    return '';
  },
  showItemInFolder(path: string): void {
    record('showItemInFolder', path);
  },
  beep(): void {
    record('beep', true);
  },
});

let clipboardText = '';
/** Of this process alone; pages use Chromium's own. */
export const clipboard = strictModule('clipboard', {
  readText: async (): Promise<string> => clipboardText,
  async writeText(text: string): Promise<void> {
    clipboardText = text;
  },
  async clear(): Promise<void> {
    clipboardText = '';
  },
});

/** As on a Linux machine without a key ring. */
export const safeStorage = strictModule('safeStorage', {
  isEncryptionAvailable: (): boolean => false,
  encryptString(): never {
    throw new Error(
      'Error while encrypting the text provided to safeStorage.encryptString. Encryption is not available.',
    );
  },
  decryptString(): never {
    throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptString.');
  },
});

function refuseBeforeReady(what: string): void {
  if (!app.isReady()) throw new Error(`${what} before app is ready`);
}

/** Emits nothing by itself; tests emit. */
export class PowerMonitor extends StrictEmitter {
  protected override emittedEvents(): readonly string[] {
    return [
      'suspend',
      'resume',
      'on-ac',
      'on-battery',
      'shutdown',
      'lock-screen',
      'unlock-screen',
      'thermal-state-change',
      'user-did-become-active',
      'user-did-resign-active',
    ];
  }
  override on(...[event, listener]: Parameters<StrictEmitter['on']>): this {
    refuseBeforeReady("The 'powerMonitor' module cannot be used");
    return super.on(event, listener);
  }
  getSystemIdleTime(): number {
    return 0;
  }
  isOnBatteryPower(): boolean {
    return false;
  }
}
export const powerMonitor: PowerMonitor = new PowerMonitor();

type ThemeSource = 'system' | 'light' | 'dark';

/** The system is light. A chosen theme reaches the pages as `prefers-color-scheme`. */
export class NativeTheme extends StrictEmitter {
  protected override emittedEvents(): readonly string[] {
    return ['updated'];
  }
  #source: ThemeSource = 'system';
  readonly shouldUseHighContrastColors = false;
  readonly prefersReducedTransparency = false;

  get themeSource(): ThemeSource {
    return this.#source;
  }
  set themeSource(source: ThemeSource) {
    if (source === this.#source) return;
    this.#source = source;
    for (const page of allPages()) page.prefersColorScheme(source === 'system' ? '' : source);
    this.emit('updated');
  }
  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark';
  }
}
export const nativeTheme: NativeTheme = new NativeTheme();

/** Recorded; a test emits `click` on what `recorded('tray')` returns. */
export class Tray extends StrictEmitter {
  protected override emittedEvents(): readonly string[] {
    return ['click', 'double-click', 'right-click'];
  }
  toolTip = '';
  contextMenu: Menu | null = null;
  #destroyed = false;

  constructor(image: NativeImage | string) {
    super();
    refuseBeforeReady('Cannot create Tray');
    this.setImage(image);
    record('tray', this);
  }
  setToolTip(text: string): void {
    this.#use();
    this.toolTip = text;
  }
  setContextMenu(menu: Menu | null): void {
    this.#use();
    this.contextMenu = menu;
  }
  /** Nobody sees it. */
  setImage(image: NativeImage | string): void {
    this.#use();
    if (typeof image !== 'string' || !nativeImage.createFromPath(image).isEmpty()) return;
    throw new Error(`Failed to load image from path '${image}'`);
  }
  setTitle(title: string): void {
    record('trayTitle', title);
  }
  destroy(): void {
    this.#destroyed = true;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  #use(): void {
    if (this.#destroyed) throw new Error('Tray is destroyed');
  }
}

/** Recorded when shown; a test emits `click` on what `recorded('notification')` returns. */
export class Notification extends StrictEmitter {
  protected override emittedEvents(): readonly string[] {
    return ['show', 'click', 'close', 'reply', 'action', 'failed'];
  }
  readonly title: string;
  readonly body: string;

  constructor(options: { title?: string; body?: string } = {}) {
    super();
    refuseBeforeReady('Cannot create Notification');
    onlySupported('Notification', options, ['title', 'body', 'silent', 'icon']);
    this.title = options.title ?? '';
    this.body = options.body ?? '';
  }
  static isSupported(): boolean {
    return true;
  }
  show(): void {
    record('notification', this);
    this.emit('show', {});
  }
  close(): void {
    this.emit('close', {});
  }
}
