import { mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { preventable, StrictEmitter, unsupported } from '../strict.ts';
import { CommandLine } from './command-line.ts';
import { record } from './records.ts';
import { runDirectory, shutDown } from './runtime.ts';
import { SingleInstance } from './single-instance.ts';
import { openWindows } from './window-list.ts';

/** What the launcher knows of the application. */
export interface AppDescription {
  name: string;
  version: string;
  path: string;
}

/** The part of Electron's `app` a desktop shell needs. */
export class App extends StrictEmitter {
  protected override emittedEvents(): readonly string[] {
    return [
      'ready',
      'will-finish-launching',
      'window-all-closed',
      'before-quit',
      'will-quit',
      'quit',
      'activate',
      'second-instance',
      'open-url',
      'open-file',
      'browser-window-created',
      'browser-window-focus',
      'browser-window-blur',
      'web-contents-created',
      'render-process-gone',
      'child-process-gone',
    ];
  }

  readonly commandLine: CommandLine = new CommandLine();
  readonly isPackaged = false;
  /** Only macOS has one. */
  readonly dock = undefined;
  readonly #paths = new Map<string, string>();
  readonly #whenReady = Promise.withResolvers<void>();
  #description: AppDescription = { name: 'app', version: '0.0.0', path: process.cwd() };
  #instance: SingleInstance | undefined;
  #ready = false;
  #quitting = false;
  #exiting = false;
  #opensAtLogin = false;

  get name(): string {
    return this.#description.name;
  }
  set name(name: string) {
    this.#description = { ...this.#description, name };
  }
  getName(): string {
    return this.name;
  }
  setName(name: string): void {
    this.name = name;
  }
  getVersion(): string {
    return this.#description.version;
  }
  getAppPath(): string {
    return this.#description.path;
  }
  getLocale(): string {
    return 'en-US';
  }

  /** Unlike Electron's, no path but `home` and `temp` leads to the user's own files. */
  getPath(name: string): string {
    const set = this.#paths.get(name);
    if (set !== undefined) return set;
    switch (name) {
      case 'home':
        return homedir();
      case 'temp':
        return tmpdir();
      case 'exe':
        return process.execPath;
      case 'sessionData':
        return this.getPath('userData');
      case 'logs':
      case 'crashDumps':
        return join(this.getPath('userData'), name);
      case 'appData':
      case 'userData':
      case 'desktop':
      case 'documents':
      case 'downloads': {
        const path = join(runDirectory(), name);
        mkdirSync(path, { recursive: true });
        return path;
      }
      default:
        throw unsupported(`app.getPath('${name}')`);
    }
  }
  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }

  isReady(): boolean {
    return this.#ready;
  }
  whenReady(): Promise<void> {
    return this.#whenReady.promise;
  }

  requestSingleInstanceLock(additionalData: unknown = null): boolean {
    if (this.#instance) return true;
    const instance = new SingleInstance(this.getPath('userData'));
    const news = { argv: process.argv, workingDirectory: process.cwd(), additionalData };
    const first = instance.acquire(news, second => {
      this.emit('second-instance', {}, second.argv, second.workingDirectory, second.additionalData);
    });
    if (first) this.#instance = instance;
    return first;
  }
  hasSingleInstanceLock(): boolean {
    return this.#instance !== undefined;
  }
  releaseSingleInstanceLock(): void {
    this.#instance?.release();
    this.#instance = undefined;
  }

  /** Chromium's renderers are sandboxed anyway, unless started with `--no-sandbox`; recorded for tests. */
  enableSandbox(): void {
    if (this.#ready) throw new Error('app.enableSandbox() can only be called before app is ready');
    record('sandbox', true);
  }
  setAppUserModelId(id: string): void {
    record('appUserModelId', id);
  }
  setAsDefaultProtocolClient(scheme: string): boolean {
    record('protocolClient', scheme);
    return true;
  }
  setAboutPanelOptions(options: object): void {
    record('aboutPanel', options);
  }
  showAboutPanel(): void {
    record('aboutPanelShown', true);
  }
  /** Does nothing on Linux, as Electron's. */
  setLoginItemSettings(settings: { openAtLogin?: boolean }): void {
    record('loginItem', settings);
    if (process.platform !== 'linux') this.#opensAtLogin = settings.openAtLogin ?? false;
  }
  getLoginItemSettings(): object {
    return {
      openAtLogin: this.#opensAtLogin,
      wasOpenedAtLogin: false,
      executableWillLaunchAtLogin: this.#opensAtLogin,
      status: this.#opensAtLogin ? 'enabled' : 'not-registered',
      launchItems: [],
    };
  }
  disableHardwareAcceleration(): void {
    // The stand-in never uses any.
  }
  focus(): void {
    openWindows()[0]?.focus();
  }

  /**
   * `before-quit`, then every window is asked to close, then `will-quit`, then the process ends. Any of them can be
   * prevented, after which `quit` can be called again.
   */
  quit(): void {
    if (this.#quitting) return;
    this.#quitting = true;
    const event = preventable();
    this.emit('before-quit', event);
    if (event.defaultPrevented) this.#quitting = false;
    else if (openWindows().length === 0) this.#willQuit();
    else this.#closeWindows();
  }

  #closeWindows(): void {
    for (const window of openWindows()) {
      if (!window.requestClose()) {
        this.#quitting = false;
        return;
      }
    }
  }

  #willQuit(): void {
    const event = preventable();
    this.emit('will-quit', event);
    if (event.defaultPrevented) this.#quitting = false;
    else this.exit(0);
  }

  /** Called by a window that has closed. */
  windowClosed(): void {
    if (openWindows().length > 0 || this.#exiting) return;
    if (this.#quitting) this.#willQuit();
    else if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed');
    else this.quit();
  }

  exit(code = 0): void {
    if (this.#exiting) return;
    this.#exiting = true;
    this.emit('quit', {}, code);
    this.releaseSingleInstanceLock();
    void shutDown(code);
  }

  /** For the launcher: who the application is. */
  describe(description: AppDescription): void {
    this.#description = description;
    const userData = this.commandLine.getSwitchValue('user-data-dir');
    if (userData) this.setPath('userData', userData);
  }

  /** For the launcher: whether there is any point in going on. */
  get ending(): boolean {
    return this.#exiting || this.#quitting;
  }

  /** For the launcher: windows can be opened now. */
  becomeReady(): void {
    this.#ready = true;
    this.emit('will-finish-launching');
    this.emit('ready', {}, {});
    this.#whenReady.resolve();
  }
}

export const app: App = new App();
