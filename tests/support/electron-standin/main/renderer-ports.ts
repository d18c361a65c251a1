import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { ToWorld } from '../renderer/wire.ts';
import { MessagePortMain, type PortMessage } from './message-port.ts';

/**
 * Ports whose other end is in a page. Each has a twin there under the same id: what arrives at one is posted by the
 * other. A document's ports close with it.
 */
export class RendererPorts {
  readonly #ports = new Map<string, MessagePort>();
  readonly #post: (message: ToWorld) => void;
  #given = 0;

  constructor(post: (message: ToWorld) => void) {
    this.#post = post;
  }

  /** Hands a port of this process over to the page; the page makes the twin of the id. */
  give(port: MessagePort): string {
    const id = `main:${++this.#given}`;
    this.#adopt(id, port);
    return id;
  }

  /** Takes over a port of the page that has the twin of the id. */
  take(id: string): MessagePortMain {
    const { port1, port2 } = new MessageChannel();
    this.#adopt(id, port1);
    return new MessagePortMain(port2);
  }

  /** A message the page posted to the twin of the id. */
  receive(id: string, message: unknown, ports: string[]): void {
    const own = ports.map(portId => this.take(portId).detach());
    const port = this.#ports.get(id);
    port?.postMessage({ message, ports: own } satisfies PortMessage, own);
  }

  /** The page closed the twin of the id. */
  close(id: string): void {
    const port = this.#ports.get(id);
    this.#ports.delete(id);
    port?.close();
  }

  closeAll(): void {
    for (const id of this.#ports.keys()) this.close(id);
  }

  #adopt(id: string, port: MessagePort): void {
    this.#ports.set(id, port);
    port.on('message', ({ message, ports }: PortMessage) => {
      const given = ports.map(inner => this.give(inner));
      this.#post({ type: 'port', id, message, ports: given });
    });
    port.on('close', () => {
      if (this.#ports.delete(id)) this.#post({ type: 'port-closed', id });
    });
  }
}
