/** Carries structured-cloneable values as text between Node and a page, both ways. */
export interface Codec<Out, In> {
  /** Throws `DataCloneError` for what cannot be cloned; cyclic values are not supported. */
  encode(value: Out): string;
  decode(text: string): In;
}

/**
 * Runs in Node and, as its own source text, in the page: it may use nothing from outside of itself.
 * What JSON lacks is written as `{$: type, v: value}`.
 */
export function createCodec<Out, In>(): Codec<Out, In> {
  interface Tagged {
    $: string;
    v: unknown;
  }
  const tag = ($: string, v: unknown): Tagged => ({ $, v });
  const views: Record<string, new (buffer: ArrayBuffer) => ArrayBufferView> = {
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    DataView,
  };
  const errors: Record<string, ErrorConstructor> = {
    EvalError,
    RangeError,
    ReferenceError,
    SyntaxError,
    TypeError,
    URIError,
  };

  function bytesToBase64(bytes: Uint8Array): string {
    const chunk = 0x8000;
    let text = '';
    for (let start = 0; start < bytes.length; start += chunk) {
      text += String.fromCharCode(...bytes.subarray(start, start + chunk));
    }
    return btoa(text);
  }

  function base64ToBuffer(text: string): ArrayBuffer {
    return Uint8Array.from(atob(text), character => character.charCodeAt(0)).buffer;
  }

  function pack(value: unknown): unknown {
    switch (typeof value) {
      case 'undefined':
        return tag('undefined', 0);
      case 'bigint':
        return tag('bigint', String(value));
      case 'number':
        return Number.isFinite(value) && !Object.is(value, -0)
          ? value
          : tag('number', Object.is(value, -0) ? '-0' : String(value));
      case 'object':
        return value === null ? null : packObject(value);
      default:
        return value;
    }
  }

  function packObject(value: object): unknown {
    if (Array.isArray(value)) return value.map(pack);
    if (value instanceof Date) return tag('date', value.getTime());
    if (value instanceof RegExp) return tag('regexp', [value.source, value.flags]);
    if (value instanceof Map)
      return tag(
        'map',
        [...value].map(([key, item]) => [pack(key), pack(item)]),
      );
    if (value instanceof Set) return tag('set', [...value].map(pack));
    if (value instanceof Error)
      return tag('error', [value.name, value.message, value.stack, pack(value.cause)]);
    if (value instanceof ArrayBuffer) return tag('buffer', bytesToBase64(new Uint8Array(value)));
    if (ArrayBuffer.isView(value)) {
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      return tag('view', [Object.prototype.toString.call(value).slice(8, -1), bytesToBase64(bytes)]);
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      throw new Error(`The Electron stand-in cannot send a ${Object.prototype.toString.call(value)}`);
    }
    const entries = Object.entries(value).map(([key, item]): [string, unknown] => [key, pack(item)]);
    return '$' in value ? tag('object', entries) : Object.fromEntries(entries);
  }

  /** As untyped as what `JSON.parse` returns. */
  function unpack(value: unknown): ReturnType<typeof JSON.parse> {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(unpack);
    if ('$' in value) return unpackTagged(value as Tagged);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unpack(item)]));
  }

  function unpackTagged({ $, v }: Tagged): unknown {
    switch ($) {
      case 'undefined':
        return undefined;
      case 'bigint':
        return BigInt(v as string);
      case 'number':
        return Number(v);
      case 'date':
        return new Date(v as number);
      case 'regexp':
        return new RegExp(...(v as [string, string]));
      case 'map':
        return new Map((v as [unknown, unknown][]).map(([key, item]) => [unpack(key), unpack(item)]));
      case 'set':
        return new Set((v as unknown[]).map(unpack));
      case 'error':
        return unpackError(v as [string, string, string, unknown]);
      case 'buffer':
        return base64ToBuffer(v as string);
      case 'view': {
        const [name, bytes] = v as [string, string];
        const View = views[name] ?? Uint8Array;
        return new View(base64ToBuffer(bytes));
      }
      default:
        return Object.fromEntries((v as [string, unknown][]).map(([key, item]) => [key, unpack(item)]));
    }
  }

  function unpackError([name, message, stack, packedCause]: [string, string, string, unknown]): Error {
    const cause = unpack(packedCause);
    const error = new (errors[name] ?? Error)(message, cause === undefined ? undefined : { cause });
    if (error.name !== name) Object.defineProperty(error, 'name', { value: name, configurable: true });
    Object.defineProperty(error, 'stack', { value: stack, configurable: true, writable: true });
    return error;
  }

  return {
    // The platform's own clone first: it refuses functions, strips prototypes and reads getters as Electron would.
    encode: value => JSON.stringify(pack(structuredClone(value))),
    decode: text => unpack(JSON.parse(text)),
  };
}
