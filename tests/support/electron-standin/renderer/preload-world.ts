import type { Codec } from './codec.ts';
import type { ToMain, ToWorld } from './wire.ts';

/** What the world's start needs to know; it is written into the page's source as JSON. */
export interface WorldSettings {
  binding: string;
  /** Name of the DOM event by which the two worlds of the page reach each other. */
  crossing: string;
  /** Name of the function the main process calls with each message. */
  inbox: string;
  /** Name of the function the preload script is given to. */
  runPreload: string;
  process: { platform: string; versions: Record<string, string | undefined>; argv: string[] };
}

/** The browser's `MessagePort`, of whose types this program knows only Node's. */
interface PagePort {
  postMessage(message: unknown, transfer?: PagePort[]): void;
  start(): void;
  close(): void;
  addEventListener(
    type: 'message' | 'close',
    listener: (event: { data: unknown; ports: readonly PagePort[] }) => void,
  ): void;
}

type PreloadScript = (
  require: (name: string) => unknown,
  process: object,
  exports: object,
  module: { exports: object },
) => void;

/**
 * Runs as its own source text in the preload's isolated world, before any script of the page: it may use nothing from
 * outside of itself. Makes `electron` for the preload script: `ipcRenderer` and `contextBridge`.
 */
export function startPreloadWorld(codec: Codec<ToMain, ToWorld>, settings: WorldSettings): void {
  type Listener = (event: object, ...args: unknown[]) => void;
  const world = globalThis as unknown as Record<string, unknown> &
    EventTarget & { window: unknown; top: unknown };
  if (world.window !== world.top) return; // Electron runs preloads in frames only when asked to
  const sendText = world[settings.binding] as (text: string) => void;
  delete world[settings.binding];
  const send = (message: ToMain) => sendText(codec.encode(message));

  // Ports: each is the near end of a channel whose far end the preload or the page holds.
  const ports = new Map<string, PagePort>();
  let taken = 0;
  const adopt = (id: string, port: PagePort) => {
    ports.set(id, port);
    port.addEventListener('message', event => {
      const given = [...event.ports].map(take);
      send({ type: 'port', id, message: event.data, ports: given });
    });
    port.addEventListener('close', () => {
      if (ports.delete(id)) send({ type: 'port-closed', id });
    });
    port.start();
  };
  const take = (port: PagePort): string => {
    const id = `page:${++taken}`;
    adopt(id, port);
    return id;
  };
  const make = (id: string): PagePort => {
    const { port1, port2 } = new MessageChannel() as unknown as { port1: PagePort; port2: PagePort };
    adopt(id, port1);
    return port2;
  };

  // ipcRenderer
  let calls = 0;
  const pending = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const listeners = new Map<string, Listener[]>();
  const missing = (api: string) =>
    new Error(`The Electron stand-in does not support ${api} in a preload script`);
  const strict = <T extends object>(name: string, members: T): T =>
    new Proxy(members, {
      get(target, property, receiver): unknown {
        if (property in target || typeof property === 'symbol')
          return Reflect.get(target, property, receiver);
        throw missing(`${name}.${property}`);
      },
    });
  const remove = (channel: string, listener: Listener) => {
    const left = (listeners.get(channel) ?? []).filter(one => one !== listener);
    listeners.set(channel, left);
    return ipcRenderer;
  };
  const ipcRenderer: object = strict('ipcRenderer', {
    send: (channel: string, ...args: unknown[]) => send({ type: 'send', channel, args }),
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => {
        const id = ++calls;
        pending.set(id, { resolve, reject });
        send({ type: 'invoke', id, channel, args });
      }),
    postMessage: (channel: string, message: unknown, transfer: PagePort[] = []) =>
      send({ type: 'post', channel, message, ports: transfer.map(take) }),
    on: (channel: string, listener: Listener) => {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      return ipcRenderer;
    },
    once: (channel: string, listener: Listener) => {
      const once: Listener = (event, ...args) => {
        remove(channel, once);
        listener(event, ...args);
      };
      listeners.set(channel, [...(listeners.get(channel) ?? []), once]);
      return ipcRenderer;
    },
    off: remove,
    removeListener: remove,
    removeAllListeners: (channel: string) => {
      listeners.delete(channel);
      return ipcRenderer;
    },
  });

  const emit = (channel: string, made: PagePort[], args: unknown[]) => {
    for (const listener of listeners.get(channel) ?? [])
      listener({ sender: ipcRenderer, ports: made }, ...args);
  };
  const receive = (message: ToWorld) => {
    switch (message.type) {
      case 'send':
        return emit(message.channel, [], message.args);
      case 'post':
        return emit(message.channel, message.ports.map(make), [message.message]);
      case 'reply':
        return pending.get(message.id)?.resolve(message.value);
      case 'refusal':
        return pending.get(message.id)?.reject(new Error(message.message));
      case 'port':
        return ports.get(message.id)?.postMessage(message.message, message.ports.map(make));
      case 'port-closed': {
        const port = ports.get(message.id);
        ports.delete(message.id);
        return port?.close();
      }
    }
  };

  // contextBridge: functions stay here; the page's world gets stubs that call them through DOM events.
  type Crossing = {
    detail: { kind: string; call?: number; fn?: number; args?: unknown[] } & Record<string, unknown>;
  };
  const exposed: ((...args: unknown[]) => unknown)[] = [];
  const cross = (detail: object) => world.dispatchEvent(new CustomEvent(settings.crossing, { detail }));
  const describe = (value: unknown): unknown => {
    if (typeof value === 'function') return { fn: exposed.push(value as (typeof exposed)[number]) - 1 };
    if (Array.isArray(value)) return { list: value.map(describe) };
    if (value && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
      return { object: Object.entries(value).map(([key, item]) => [key, describe(item)]) };
    }
    return { value };
  };
  const answer = (call: number | undefined, run: () => unknown) => {
    const settle = (kind: string) => (result: unknown) => {
      const text = kind === 'rejected' && result instanceof Error ? result.message : result;
      cross({ kind, call, result: kind === 'rejected' ? text : describe(result) });
    };
    try {
      const result = run();
      if (result instanceof Promise) {
        cross({ kind: 'waiting', call });
        result.then(settle('fulfilled'), settle('rejected'));
      } else settle('returned')(result);
    } catch (error) {
      cross({ kind: 'threw', call, result: error instanceof Error ? error.message : String(error) });
    }
  };
  world.addEventListener(settings.crossing, event => {
    const { kind, call, fn, args, ...rest } = (event as unknown as Crossing).detail;
    if (kind === 'call') answer(call, () => exposed[fn ?? -1]?.(...(args ?? [])));
    if (kind === 'window-open') {
      send({
        type: 'window-open',
        url: String(rest['url']),
        name: String(rest['name']),
        features: String(rest['features']),
      });
    }
  });
  const contextBridge = strict('contextBridge', {
    exposeInMainWorld: (key: string, api: unknown) => void cross({ kind: 'expose', key, api: describe(api) }),
  });

  // Chromium does not announce titles to DevTools clients.
  interface TitledDocument extends EventTarget {
    title: string;
    head: object;
  }
  const document = world['document'] as TitledDocument;
  const tellTitle = () => {
    if (document.title !== told) send({ type: 'title', title: (told = document.title) });
  };
  let told = '';
  document.addEventListener('DOMContentLoaded', () => {
    tellTitle();
    const Observer = world['MutationObserver'] as new (
      callback: () => void,
    ) => { observe(node: object, what: object): void };
    new Observer(tellTitle).observe(document.head, { subtree: true, childList: true, characterData: true });
  });

  const electron = strict('electron', { ipcRenderer, contextBridge });
  const require = (name: string) => {
    if (name === 'electron' || name === 'electron/renderer') return electron;
    throw new Error(`module not found: ${name} (a sandboxed preload script may only require electron)`);
  };
  const process = { ...settings.process, type: 'renderer', sandboxed: true, contextIsolated: true, env: {} };
  const hidden = (value: unknown) => ({ value, enumerable: false });
  Object.defineProperty(
    world,
    settings.inbox,
    hidden((text: string) => receive(codec.decode(text))),
  );
  Object.defineProperty(
    world,
    settings.runPreload,
    hidden((script: PreloadScript) => {
      const module = { exports: {} };
      script(require, process, module.exports, module);
    }),
  );
}
