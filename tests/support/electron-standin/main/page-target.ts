import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { CdpSession } from '../browser/cdp.ts';
import { toApp, toChromium } from '../browser/url-map.ts';
import { createCodec } from '../renderer/codec.ts';
import { startPageWorld } from '../renderer/page-world.ts';
import { startPreloadWorld, type WorldSettings } from '../renderer/preload-world.ts';
import { bindingName, type ToMain, type ToWorld, worldName } from '../renderer/wire.ts';
import { browser, pageSession } from './runtime.ts';

export interface PageSize {
  width: number;
  height: number;
}

const codec = createCodec<ToWorld, ToMain>();

interface PageEvents {
  /** From the preload's world of the present document. */
  message: [ToMain];
  /** The document and its preload are gone. */
  'document-gone': [];
  frame: [frameId: string];
  navigated: [url: string];
  'navigated-in-page': [url: string];
  'dom-ready': [];
  loaded: [loaderId: string];
  'window-open': [url: string, name: string, features: string];
  'preload-failed': [description: string];
}

/** A page of Chromium, with the preload's isolated world in it. */
export class PageTarget extends EventEmitter<PageEvents> {
  /** Resolves when the (empty) page is there and set up. */
  readonly opened: Promise<void>;
  #id = '';
  #cdp: CdpSession | undefined;
  #world: number | undefined;
  #size: PageSize;
  #zoom = 1;
  readonly #inbox = `standin:${randomUUID()}`;

  constructor(size: PageSize, preload: string | undefined, preloadArguments: readonly string[]) {
    super();
    this.#size = size;
    this.opened = this.#open(preload, preloadArguments);
  }

  /** Chromium's id of the page, which is that of its top frame too. Empty until `opened`. */
  get id(): string {
    return this.#id;
  }

  get cdp(): CdpSession {
    if (!this.#cdp) throw new Error('The page is not open yet');
    return this.#cdp;
  }

  /** Hands a message to the preload's world; without a preload listening it is lost, as in Electron. */
  post(message: ToWorld): void {
    if (this.#world === undefined) return;
    void this.#cdp?.tell('Runtime.callFunctionOn', {
      functionDeclaration: 'function(inbox, message) { globalThis[inbox](message); }',
      executionContextId: this.#world,
      arguments: [{ value: this.#inbox }, { value: codec.encode(message) }],
      silent: true,
    });
  }

  /** Resolves when the new document has loaded; rejects with Chromium's error code. */
  async navigate(url: string): Promise<void> {
    const loaders = new Set<string>();
    const loaded = Promise.withResolvers<void>();
    let loader: string | undefined;
    const onLoaded = (id: string) => {
      loaders.add(id);
      if (id === loader) loaded.resolve();
    };
    this.on('loaded', onLoaded);
    try {
      const answer = await this.cdp.send('Page.navigate', { url: toChromium(url) });
      if (answer.errorText) throw new Error(answer.errorText);
      loader = answer.loaderId;
      if (loader === undefined || loaders.has(loader)) return;
      await loaded.promise;
    } finally {
      this.off('loaded', onLoaded);
    }
  }

  /** Shows the page in this size, whatever that of Chromium's own window is. */
  async resize(size: PageSize): Promise<void> {
    this.#size = size;
    await this.#applyMetrics();
  }

  /** Zooms as a browser does: fewer, larger CSS pixels in the same window. */
  async zoom(factor: number): Promise<void> {
    this.#zoom = factor;
    await this.#applyMetrics();
  }

  async #applyMetrics(): Promise<void> {
    await this.#cdp?.tell('Emulation.setDeviceMetricsOverride', {
      width: Math.round(this.#size.width / this.#zoom),
      height: Math.round(this.#size.height / this.#zoom),
      deviceScaleFactor: this.#zoom === 1 ? 0 : this.#zoom,
      mobile: false,
    });
  }

  async emulateMedia(name: string, value: string): Promise<void> {
    await this.opened;
    await this.#cdp?.tell('Emulation.setEmulatedMedia', { features: [{ name, value }] });
  }

  async close(): Promise<void> {
    await this.opened.catch(() => undefined);
    await browser().tell('Target.closeTarget', { targetId: this.#id });
  }

  async #open(preload: string | undefined, preloadArguments: readonly string[]): Promise<void> {
    const { targetId } = await browser().send('Target.createTarget', { url: 'about:blank', newWindow: true });
    this.#id = targetId;
    const { sessionId } = await browser().send('Target.attachToTarget', { targetId, flatten: true });
    const cdp = pageSession(sessionId);
    this.#cdp = cdp;
    this.emit('frame', targetId);
    this.#listen(cdp);
    const crossing = `standin:${randomUUID()}`;
    const scripts = [
      { source: `(${String(startPageWorld)})(${JSON.stringify(crossing)})` },
      ...this.#preloadScripts(crossing, preload, preloadArguments),
    ];
    await Promise.all([
      cdp.send('Page.enable'),
      cdp.send('Page.setLifecycleEventsEnabled', { enabled: true }),
      cdp.send('Runtime.enable'),
      cdp.send('Runtime.addBinding', { name: bindingName, executionContextName: worldName }),
      cdp.send('Emulation.setFocusEmulationEnabled', { enabled: true }),
      this.#applyMetrics(),
      ...scripts.map(script => cdp.send('Page.addScriptToEvaluateOnNewDocument', script)),
    ]);
  }

  /** Two, so that a preload that cannot be parsed does not take the stand-in's half of the world with it. */
  #preloadScripts(crossing: string, file: string | undefined, args: readonly string[]) {
    const settings: WorldSettings = {
      binding: bindingName,
      crossing,
      inbox: this.#inbox,
      runPreload: `standin:${randomUUID()}`,
      process: {
        platform: process.platform,
        versions: { electron: process.versions['electron'], chrome: process.versions['chrome'] },
        argv: [process.execPath, ...args],
      },
    };
    const start = `(${String(startPreloadWorld)})((${String(createCodec)})(), ${JSON.stringify(settings)})`;
    const script = `function (require, process, exports, module) {\n${file === undefined ? '' : readFileSync(file, 'utf8')}\n}`;
    const run = `globalThis[${JSON.stringify(settings.runPreload)}]?.(${script})`;
    return [start, run].map(source => ({ source, worldName }));
  }

  #listen(cdp: CdpSession): void {
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === worldName && context.auxData?.frameId === this.#id) this.#world = context.id;
    });
    cdp.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (executionContextId === this.#world) this.#forgetDocument();
    });
    cdp.on('Runtime.executionContextsCleared', () => this.#forgetDocument());
    cdp.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name !== bindingName || executionContextId !== this.#world) return;
      this.emit('message', codec.decode(payload));
    });
    cdp.on('Runtime.exceptionThrown', ({ exceptionDetails: { executionContextId, exception, text } }) => {
      if (executionContextId === this.#world) this.emit('preload-failed', exception?.description ?? text);
    });
    cdp.on('Page.frameAttached', ({ frameId }) => this.emit('frame', frameId));
    cdp.on('Page.frameNavigated', ({ frame }) => {
      if (frame.id === this.#id) this.emit('navigated', toApp(frame.url + (frame.urlFragment ?? '')));
    });
    cdp.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId === this.#id) this.emit('navigated-in-page', toApp(url));
    });
    cdp.on('Page.lifecycleEvent', ({ frameId, loaderId, name }) => {
      if (frameId !== this.#id) return;
      if (name === 'DOMContentLoaded') this.emit('dom-ready');
      if (name === 'load') this.emit('loaded', loaderId);
    });
    // Links and forms with a target; `window.open` never gets as far as this.
    cdp.on('Page.windowOpen', ({ url, windowName, windowFeatures }) => {
      this.emit('window-open', toApp(url), windowName, windowFeatures.join(','));
    });
  }

  #forgetDocument(): void {
    this.#world = undefined;
    this.emit('document-gone');
  }
}
