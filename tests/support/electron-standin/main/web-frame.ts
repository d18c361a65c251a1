import { originOf } from '../browser/url-map.ts';
import { StrictEmitter } from '../strict.ts';
import type { MessagePortMain } from './message-port.ts';

/** What a frame needs of its page. */
export interface FrameHost {
  getURL(): string;
  send(channel: string, ...args: unknown[]): void;
  postMessage(channel: string, message: unknown, transfer?: MessagePortMain[]): void;
  isDestroyed(): boolean;
}

/** A page's top frame: the only one in which the stand-in runs a preload, so the only one that sends anything. */
export class WebFrameMain extends StrictEmitter {
  protected override emittedEvents(): readonly string[] {
    return ['dom-ready'];
  }
  readonly parent = null;
  readonly #host: FrameHost;

  constructor(host: FrameHost) {
    super();
    this.#host = host;
  }

  get top(): this {
    return this;
  }
  get url(): string {
    return this.#host.getURL();
  }
  get origin(): string {
    return originOf(this.url);
  }
  get detached(): boolean {
    return this.#host.isDestroyed();
  }
  isDestroyed(): boolean {
    return this.#host.isDestroyed();
  }
  send(channel: string, ...args: unknown[]): void {
    this.#host.send(channel, ...args);
  }
  postMessage(channel: string, message: unknown, transfer?: MessagePortMain[]): void {
    this.#host.postMessage(channel, message, transfer);
  }
}
