/**
 * Runs as its own source text in the page's world, before any script of the page: it may use nothing from outside of
 * itself. Receives what the preload exposes, and makes `window.open` ask the application, which always denies it.
 */
export function startPageWorld(crossing: string): void {
  type Described =
    | { fn: number }
    | { list: Described[] }
    | { object: [string, Described][] }
    | { value: unknown };
  interface Answer {
    kind: string;
    call?: number;
    key?: string;
    api?: Described;
    result?: unknown;
  }
  const page = globalThis as unknown as EventTarget &
    Record<string, unknown> & { window: unknown; top: unknown };
  if (page.window !== page.top) return;

  let calls = 0;
  const answers = new Map<number, (answer: Answer) => void>();
  const cross = (detail: object) => page.dispatchEvent(new CustomEvent(crossing, { detail }));

  const call = (fn: number, args: unknown[]): unknown => {
    const id = ++calls;
    let first: Answer | undefined;
    answers.set(id, answer => (first = answer));
    // Events are dispatched synchronously, across worlds too: the first answer is there when this returns.
    cross({ kind: 'call', call: id, fn, args: structuredClone(args) });
    if (first?.kind === 'waiting') {
      return new Promise((resolve, reject) => {
        answers.set(id, ({ kind, result }) => {
          answers.delete(id);
          if (kind === 'fulfilled') resolve(rebuild(result as Described));
          else reject(new Error(String(result)));
        });
      });
    }
    answers.delete(id);
    if (first?.kind === 'threw') throw new Error(String(first.result));
    return first && rebuild(first.result as Described);
  };
  const rebuild = (described: Described): unknown => {
    if ('fn' in described) return (...args: unknown[]) => call(described.fn, args);
    if ('list' in described) return described.list.map(rebuild);
    if ('object' in described) {
      return Object.freeze(Object.fromEntries(described.object.map(([key, item]) => [key, rebuild(item)])));
    }
    return described.value;
  };

  page.addEventListener(crossing, event => {
    const answer = (event as unknown as { detail: Answer }).detail;
    if (answer.kind === 'expose' && answer.key !== undefined && answer.api !== undefined) {
      Object.defineProperty(page, answer.key, { value: rebuild(answer.api), enumerable: true });
    } else if (answer.kind !== 'call' && answer.call !== undefined) answers.get(answer.call)?.(answer);
  });
  page['open'] = (url: unknown = '', name: unknown = '', features: unknown = ''): null => {
    const absolute = new URL(String(url), (page['document'] as { baseURI: string }).baseURI).href;
    cross({ kind: 'window-open', url: absolute, name: String(name), features: String(features) });
    return null;
  };
}
