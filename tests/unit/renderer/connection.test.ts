import { ORPCError } from '@orpc/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { asOf, createConnection, type Link, type Wire } from '../../../src/renderer/connection.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A connection over wires that are opened, answer and close as the test says. */
function setUp() {
  const wires: { wire: Wire; close: () => void; dropped: boolean }[] = [];
  const engine = { reachable: true, answer: (): Promise<unknown> => Promise.resolve({}) };
  const open = () => {
    if (!engine.reachable) return Promise.reject(new Error('The engine does not answer'));
    const closed = Promise.withResolvers<void>();
    const link: Link = { call: () => engine.answer() };
    const entry = { wire: { link, closed: closed.promise, drop }, close: closed.resolve, dropped: false };
    function drop(): void {
      entry.dropped = true;
      closed.resolve();
    }
    wires.push(entry);
    return Promise.resolve(entry.wire);
  };
  const connection = createConnection(open, link =>
    link.call(['workspace', 'info'], undefined, { context: {} }),
  );
  connection.start();
  return { connection, wires, engine };
}

const silent = () => new Promise<never>(() => {});

test('a connection that answers stays, also when the answer is a refusal', async () => {
  const { connection, wires, engine } = setUp();
  await vi.advanceTimersByTimeAsync(25_000);
  engine.answer = () => Promise.reject(new ORPCError('FORBIDDEN'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(connection.state()).toEqual({ status: 'open' });
  expect(wires).toHaveLength(1);
});

test('one that falls silent is given up, and what is shown is as of the last sign of life', async () => {
  const { connection, wires, engine } = setUp();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asOf(connection.state())).toBeNull();
  engine.answer = silent;
  engine.reachable = false;
  await vi.advanceTimersByTimeAsync(18_000);
  expect(wires[0]?.dropped).toBe(true);
  expect(connection.state()).toMatchObject({ status: 'waiting', asOfMs: 1_010_000 });
  await vi.advanceTimersByTimeAsync(30_000);
  expect(asOf(connection.state())).toBe(1_010_000);
  engine.reachable = true;
  engine.answer = () => Promise.resolve({});
  await vi.advanceTimersByTimeAsync(10_000);
  expect(connection.state()).toEqual({ status: 'open' });
});

test('every answer and every item of a stream is a sign of life', async () => {
  const { connection, engine } = setUp();
  const call = () => connection.link.call(['x'], undefined, { context: {} });
  await vi.advanceTimersByTimeAsync(2_000);
  await call();
  const items = [Promise.withResolvers<number>(), Promise.withResolvers<number>()];
  const closed = vi.fn<() => void>();
  engine.answer = () =>
    Promise.resolve(
      (async function* () {
        try {
          for (const { promise } of items) yield await promise;
        } finally {
          closed();
        }
      })(),
    );
  const stream = (await call()) as AsyncGenerator<number>;
  engine.answer = silent;
  engine.reachable = false;
  const first = stream.next();
  await vi.advanceTimersByTimeAsync(1_500);
  items[0]?.resolve(1);
  expect(await first).toEqual({ done: false, value: 1 });
  await vi.advanceTimersByTimeAsync(16_000);
  expect(asOf(connection.state())).toBe(1_003_500);
  // Whoever stops listening stops the stream.
  await stream.return(undefined);
  expect(closed).toHaveBeenCalledOnce();
});

test('one that is closed was known up to then', async () => {
  const { connection, wires, engine } = setUp();
  await vi.advanceTimersByTimeAsync(3_000);
  engine.reachable = false;
  wires[0]?.close();
  await vi.advanceTimersByTimeAsync(100);
  expect(connection.state()).toMatchObject({ status: 'waiting', asOfMs: 1_003_000 });
  expect(wires[0]?.dropped).toBe(false);
});

test('the signs of life of an earlier connection say nothing of the next', async () => {
  const { connection, wires, engine } = setUp();
  await vi.advanceTimersByTimeAsync(1_000);
  wires[0]?.close();
  await vi.advanceTimersByTimeAsync(5_000);
  engine.answer = silent;
  await vi.advanceTimersByTimeAsync(4_500);
  engine.answer = () => Promise.resolve({});
  await vi.advanceTimersByTimeAsync(60_000);
  expect(wires).toHaveLength(2);
  expect(connection.state()).toEqual({ status: 'open' });
});
