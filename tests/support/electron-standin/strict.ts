import { EventEmitter } from 'node:events';

/** The error for whatever of Electron's surface the stand-in lacks: better than silently doing nothing. */
export function unsupported(api: string): Error {
  return new Error(`The Electron stand-in does not support ${api}`);
}

/** Asked for by promises, inspectors and serializers of any object; never part of Electron's surface. */
const harmless = new Set([
  'then',
  'toJSON',
  'inspect',
  'constructor',
  'asymmetricMatch',
  'nodeType',
  'default',
]);

function isHarmless(property: string | symbol): boolean {
  return typeof property === 'symbol' || harmless.has(property) || property.startsWith('_');
}

/** Refuses options the stand-in would otherwise ignore. */
export function onlySupported(api: string, options: object, supported: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (!supported.includes(name)) throw unsupported(`${api} option "${name}"`);
  }
}

/** A module such as `dialog`: members not listed throw when they are read; tests may replace members. */
export function strictModule<T extends object>(name: string, members: T): T {
  return new Proxy(members, {
    get(target, property, receiver): unknown {
      if (property in target || isHarmless(property)) return Reflect.get(target, property, receiver);
      throw unsupported(`${name}.${String(property)}`);
    },
  });
}

/** Stands for a module or class that is missing as a whole; it can be imported, but not used. */
export function missing(name: string): object {
  const refuse = () => {
    throw unsupported(name);
  };
  const stand = new Proxy(refuse, {
    get(_target, property): unknown {
      if (isHarmless(property)) return undefined;
      throw unsupported(`${name}.${String(property)}`);
    },
    construct: refuse,
  });
  return stand;
}

/**
 * Sits at the end of the prototype chain, so that reading a method the class lacks throws, while the methods it has run
 * on the real object (a proxy around the object would break its private fields).
 */
const endOfChain = new Proxy(EventEmitter.prototype, {
  get(target, property, receiver: object): unknown {
    if (property in target || isHarmless(property)) return Reflect.get(target, property, receiver);
    throw unsupported(`${receiver.constructor.name}.${String(property)}`);
  },
});

const everyEmitterHas = ['error', 'newListener', 'removeListener'];

type Listener = Parameters<EventEmitter['on']>[1];

/** An emitter of Electron's that names the events it can emit; listening to others throws. */
export class StrictEmitter extends EventEmitter {
  /** Undefined: any event, as on `ipcMain`. */
  protected emittedEvents(): readonly string[] | undefined {
    return undefined;
  }

  override on(event: string | symbol, listener: Listener): this {
    this.#check(event);
    return super.on(event, listener);
  }

  override addListener(event: string | symbol, listener: Listener): this {
    return this.on(event, listener);
  }

  #check(event: string | symbol): void {
    const events = this.emittedEvents();
    if (typeof event === 'symbol' || !events || everyEmitterHas.includes(event)) return;
    if (!events.includes(event)) throw unsupported(`the event "${event}" of ${this.constructor.name}`);
  }
}
Object.setPrototypeOf(StrictEmitter.prototype, endOfChain);

/** The event object of Electron's emitters whose default can be prevented. */
export interface PreventableEvent {
  readonly defaultPrevented: boolean;
  preventDefault(): void;
}

/** Makes one; `extra` are the fields the particular event has. */
export function preventable(extra?: object): PreventableEvent {
  let prevented = false;
  const preventDefault = () => {
    prevented = true;
  };
  const event = { ...extra, preventDefault, defaultPrevented: false };
  return Object.defineProperty(event, 'defaultPrevented', { get: () => prevented });
}
