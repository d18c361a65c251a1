import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { StrictEmitter } from '../strict.ts';

/** What travels between two ports of this process: ports are transferred beside the message, as Node wants it. */
export interface PortMessage {
  message: unknown;
  ports: MessagePort[];
}

/** Electron's end of a channel, over Node's own port: messages queue until `start`. */
export class MessagePortMain extends StrictEmitter {
  protected override emittedEvents(): readonly string[] {
    return ['message', 'close'];
  }
  #port: MessagePort | undefined;
  #started = false;

  constructor(port: MessagePort) {
    super();
    this.#port = port;
    port.once('close', this.#onClose);
  }

  postMessage(message: unknown, transfer: MessagePortMain[] = []): void {
    if (!this.#port) throw new Error('The port was transferred and cannot be used any more');
    const ports = transfer.map(port => port.detach());
    this.#port.postMessage({ message, ports } satisfies PortMessage, ports);
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#port?.on('message', this.#onMessage);
  }

  close(): void {
    this.#port?.close();
  }

  /** For transfers: takes the port out, with its queue; this object can do nothing afterwards. */
  detach(): MessagePort {
    const port = this.#port;
    if (!port) throw new Error('The port was already transferred');
    if (this.#started) throw new Error('The Electron stand-in does not support transferring a started port');
    port.off('close', this.#onClose);
    this.#port = undefined;
    return port;
  }

  readonly #onMessage = ({ message, ports }: PortMessage): void => {
    this.emit('message', { data: message, ports: ports.map(port => new MessagePortMain(port)) });
  };
  readonly #onClose = (): void => void this.emit('close');
}

export class MessageChannelMain {
  readonly port1: MessagePortMain;
  readonly port2: MessagePortMain;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new MessagePortMain(port1);
    this.port2 = new MessagePortMain(port2);
  }
}
