import { EventEmitter } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { asSlipwayError, portClient } from '../../../src/main/api/clients.ts';
import { directClient } from '../../../src/main/api/direct-client.ts';
import type { ApiContext } from '../../../src/main/api/context.ts';
import type { EmitterPort } from '../../../src/main/api/port.ts';
import { serveMessagePort } from '../../../src/main/api/serve-port.ts';
import { serveWire } from '../../../src/main/api/wire.ts';
import { Bus } from '../../../src/main/engine/bus.ts';
import { SlipwayError } from '../../../src/shared/domain/errors.ts';
import { observeStreams } from '../../support/streams.ts';

/** As much of an engine as these tests ask for. */
function stubContext() {
  const bus = new Bus('epoch');
  const logged: string[] = [];
  const workspace = { variables: () => ({ a: 1 }) };
  const context = {
    engine: { bus, workspace },
    log: { write: (_: string, message: string) => void logged.push(message) },
    actor: { name: 'ada', via: 'desktop' },
    redact: (text: string) => text,
  } as unknown as ApiContext;
  return { bus, workspace, logged, context };
}

/** Ports like Electron's: they emit events, and hold messages back until they are started. */
class HeldPort extends EventEmitter implements EmitterPort {
  other: HeldPort | undefined;
  started = false;
  closed = false;
  private readonly held: string[] = [];

  postMessage(message: string): void {
    const { other } = this;
    if (other?.started) queueMicrotask(() => other.emit('message', { data: message, ports: [] }));
    else other?.held.push(message);
  }

  start(): void {
    this.started = true;
    for (const message of this.held.splice(0)) this.emit('message', { data: message, ports: [] });
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.other?.close();
    this.emit('close');
  }
}

function heldPorts(): [HeldPort, HeldPort] {
  const [a, b] = [new HeldPort(), new HeldPort()];
  a.other = b;
  b.other = a;
  return [a, b];
}

describe('ports that emit events and have to be started', () => {
  test('carry calls, also those made before the other end is served', async () => {
    const { context } = stubContext();
    const [page, main] = heldPorts();
    const client = portClient(page);
    const early = client.workspace.variables();
    serveMessagePort(main, context);
    expect(await early).toEqual({ variables: { a: 1 } });
    expect(await client.workspace.variables()).toEqual({ variables: { a: 1 } });
  });

  test('that close fail what waits and what comes, and stop what runs', async () => {
    const { context, bus, workspace } = stubContext();
    const streams = observeStreams(bus, 'subscribe');
    workspace.variables = () => new Promise(() => {}) as never;
    const [page, main] = heldPorts();
    serveMessagePort(main, context);
    const client = portClient(page);
    const events = await client.events.subscribe({});
    await events.next();
    const waiting = [client.workspace.variables(), events.next()];
    await streams.started();
    page.close();
    for (const call of [...waiting, client.workspace.variables(), client.events.subscribe({})]) {
      const error = asSlipwayError(await call.catch((cause: unknown) => cause));
      expect(error).toMatchObject({ code: 'unavailable', message: 'The connection to the engine was lost' });
    }
    await streams.stopped();
  });

  test('that bring something else are closed, and nothing else happens', async () => {
    const unhandled: unknown[] = [];
    const note = (cause: unknown) => void unhandled.push(cause);
    process.on('unhandledRejection', note);
    onTestFinished(() => void process.off('unhandledRejection', note));
    for (const message of [
      'no call',
      { i: '1', p: { u: '/workspace/variables' } },
      null,
      '{"i":"1","p":{"u":7}}',
    ]) {
      const { context, logged } = stubContext();
      const [page, main] = heldPorts();
      serveMessagePort(main, context);
      main.emit('message', { data: message });
      await new Promise(resolve => setImmediate(resolve));
      expect(page.closed).toBe(true);
      expect(logged).toEqual(['a client was disconnected']);
    }
    expect(unhandled).toEqual([]);
  });
});

test('a client that reads slowly gets fewer messages, not more memory', async () => {
  const { context, bus } = stubContext();
  const sent: { p?: { d?: { json?: { seq: number; changes: unknown[] } } } }[] = [];
  let receive: (message: unknown) => void = () => {};
  let free = () => {};
  serveWire(
    {
      send(message) {
        sent.push(JSON.parse(String(message)));
        return new Promise(resolve => (free = resolve));
      },
      onMessage: listener => (receive = listener),
      onClose: () => {},
      reject: reason => expect.unreachable(reason),
    },
    context,
  );
  const turn = () => new Promise(resolve => setImmediate(resolve));
  receive('{"i":"1","p":{"u":"/events/subscribe","b":{"json":{}}}}');
  await turn();
  expect(sent).toHaveLength(1);
  free();
  await turn();
  expect(sent).toHaveLength(2);
  for (let n = 0; n < 10_000; n++) bus.publish([{ topic: 'run', id: (n % 3) + 1 }]);
  await turn();
  expect(sent).toHaveLength(2);
  free();
  await turn();
  expect(sent).toHaveLength(3);
  expect(sent[2]?.p?.d?.json).toMatchObject({ seq: 10_000, changes: [{ id: 1 }, { id: 2 }, { id: 3 }] });
});

describe('a client in the same process', () => {
  test('gets the same errors', async () => {
    const { context, workspace } = stubContext();
    const client = directClient(context);
    workspace.variables = () => {
      throw new SlipwayError('conflict', 'No', { hint: 'Later' });
    };
    await expect(client.workspace.variables()).rejects.toMatchObject({
      code: 'conflict',
      data: { hint: 'Later' },
    });
    const invalid = client.workspace.setVariables({ variables: { 'not a name': 1 } });
    expect(asSlipwayError(await invalid.catch((cause: unknown) => cause))).toMatchObject({
      code: 'validation',
      details: { problems: [{ path: 'variables["not a name"]' }] },
    });
  });

  test('stops its streams by leaving or aborting', async () => {
    const { context, bus } = stubContext();
    const streams = observeStreams(bus, 'subscribe');
    const client = directClient(context);
    for await (const batch of await client.events.subscribe({})) {
      expect(batch.seq).toBe(0);
      break;
    }
    await streams.stopped();
    const controller = new AbortController();
    const aborted = await client.events.subscribe({}, { signal: controller.signal });
    await aborted.next();
    const last = aborted.next();
    controller.abort();
    await last.catch(() => {});
    await streams.stopped();
  });
});

test('what was thrown becomes an error of ours, whatever it was', () => {
  const own = new SlipwayError('conflict', 'No');
  expect(asSlipwayError(own)).toBe(own);
  expect(asSlipwayError(new DOMException('gone', 'AbortError'))).toMatchObject({ code: 'cancelled' });
  expect(asSlipwayError(new TypeError('what'))).toMatchObject({ code: 'internal', message: 'what' });
  expect(asSlipwayError('text')).toMatchObject({ code: 'internal', message: 'text' });
});
