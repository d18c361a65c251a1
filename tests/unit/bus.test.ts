import { expect, test } from 'vitest';
import { Bus } from '../../src/main/engine/bus.ts';

const change = (id: number) => ({ topic: 'run' as const, id });

test('a subscriber starts where the bus is, then gets what is published', async () => {
  const bus = new Bus('e1');
  bus.publish([change(1)]);
  const stream = bus.subscribe({});
  expect((await stream.next()).value).toEqual({ epoch: 'e1', seq: 1, reset: false, changes: [] });
  const next = stream.next();
  bus.publish([change(2), change(3)]);
  expect((await next).value).toEqual({ epoch: 'e1', seq: 3, reset: false, changes: [change(2), change(3)] });
  await stream.return(undefined);
});

test('a slow subscriber gets equal changes once', async () => {
  const bus = new Bus('e1');
  const stream = bus.subscribe({});
  await stream.next();
  for (let i = 0; i < 100; i++) bus.publish([change(7)]);
  bus.publish([change(8)]);
  expect((await stream.next()).value).toMatchObject({ seq: 101, changes: [change(7), change(8)] });
  await stream.return(undefined);
});

test('one that was away gets what it missed', async () => {
  const bus = new Bus('e1');
  bus.publish([change(1), change(2), change(3)]);
  const { value } = await bus.subscribe({ epoch: 'e1', seq: 1 }).next();
  expect(value).toEqual({ epoch: 'e1', seq: 3, reset: false, changes: [change(2), change(3)] });
});

test.each([
  ['another epoch', { epoch: 'e0', seq: 1 }],
  ['too far back', { epoch: 'e1', seq: 1 }],
  ['the future', { epoch: 'e1', seq: 99_999 }],
])('one from %s is told to fetch everything', async (_name, known) => {
  const bus = new Bus('e1');
  for (let i = 1; i <= 5_000; i++) bus.publish([change(i)]);
  expect((await bus.subscribe(known).next()).value).toEqual({
    epoch: 'e1',
    seq: 5_000,
    reset: true,
    changes: [],
  });
});

test('a subscription ends when its signal is aborted', async () => {
  const bus = new Bus('e1');
  const abort = new AbortController();
  const stream = bus.subscribe({}, abort.signal);
  await stream.next();
  const next = stream.next();
  abort.abort();
  expect((await next).done).toBe(true);
});
