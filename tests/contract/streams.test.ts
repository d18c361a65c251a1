import { describe, expect, test } from 'vitest';
import type { ChangeBatch } from '../../src/shared/contract/workspace.ts';
import { addEnvironments, addJob, addModel, endlessSql } from '../support/shop.ts';
import { observeStreams, takeUntil } from '../support/streams.ts';
import { transports } from '../support/transports.ts';
import { openTestHost } from '../support/workspace.ts';

const changedModel = (batch: ChangeBatch) => batch.changes.some(change => change.topic === 'model');

describe.for(transports)('streams over $name', transport => {
  async function open() {
    const host = await openTestHost();
    return { host, ...(await transport.connect(host)) };
  }

  test('changes are told after their commit, with growing numbers', async () => {
    const { host, client } = await open();
    const stream = await client.events.subscribe({});
    const first = await stream.next();
    expect(first.value).toMatchObject({ reset: false, changes: [] });
    let known = 0;
    for (const name of ['a', 'b', 'c']) {
      const created = client.models.create({ name });
      const { value: batch, done } = await stream.next();
      if (done) throw new Error('The stream ended');
      const { id } = await created;
      expect(batch).toMatchObject({ epoch: host.engine.bus.epoch, changes: [{ topic: 'model', id }] });
      expect(batch.seq).toBeGreaterThan(known);
      known = batch.seq;
    }
    await stream.return?.();
  });

  test('who comes back with the last number gets what was missed, and only that', async () => {
    const { host, client, disconnect } = await open();
    const [start] = await takeUntil(await client.events.subscribe({}), () => true);
    await client.models.create({ name: 'seen' });
    const known = await takeUntil(
      await client.events.subscribe({ epoch: start?.epoch, seq: start?.seq }),
      changedModel,
    );
    await disconnect();
    const { client: other } = await transport.connect(host);
    const missed = [await other.models.create({ name: 'one' }), await other.models.create({ name: 'two' })];
    const { epoch, seq } = known.at(-1) ?? { epoch: '', seq: 0 };
    const [batch] = await takeUntil(await other.events.subscribe({ epoch, seq }), () => true);
    expect(batch).toMatchObject({ reset: false });
    expect(batch?.changes).toEqual(missed.map(({ id }) => ({ topic: 'model', id })));
  });

  test('who was away too long, or since another start, is told to fetch everything', async () => {
    const { host, client } = await open();
    const { bus } = host.engine;
    const first = async (known: { epoch: string; seq: number }) =>
      (await takeUntil(await client.events.subscribe(known), () => true))[0];
    expect(await first({ epoch: 'another start', seq: 0 })).toMatchObject({ reset: true, epoch: bus.epoch });
    expect(await first({ epoch: bus.epoch, seq: 1_000_000 })).toMatchObject({ reset: true });
    bus.publish(Array.from({ length: 2_001 }, (_, id) => ({ topic: 'run', id: id + 1 })));
    expect(await first({ epoch: bus.epoch, seq: 0 })).toMatchObject({ reset: true, seq: 2_001 });
    const recent = await first({ epoch: bus.epoch, seq: 2_000 });
    expect(recent).toMatchObject({ reset: false, changes: [{ topic: 'run', id: 2_001 }] });
  });

  test('aborting, leaving and disconnecting each stop it on the server', async () => {
    const { host, client, disconnect } = await open();
    const subscriptions = observeStreams(host.engine.bus, 'subscribe');

    const controller = new AbortController();
    const aborted = await client.events.subscribe({}, { signal: controller.signal });
    await aborted.next();
    const waiting = aborted.next();
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    await subscriptions.stopped();

    const left = await client.events.subscribe({});
    await left.next();
    await left.return?.();
    await subscriptions.stopped();

    const cut = await client.events.subscribe({});
    await cut.next();
    const lost = cut.next();
    lost.catch(() => {});
    expect(subscriptions.running()).toBe(1);
    await disconnect();
    await subscriptions.stopped();
    await expect(lost).rejects.toBeInstanceOf(Error);
  });

  test('a run is followed from a known line to its end', async () => {
    const { client } = await open();
    await addEnvironments(client);
    await addModel(client, 'm', 'select 1 as a');
    await addJob(client, 'm', 'dev');
    const { id } = await client.jobs.run({ job: 'm_dev' });
    const follow = async (after: number) =>
      await takeUntil(await client.runs.follow({ run: id, after }), update => update.type === 'ended');
    const whole = await follow(0);
    expect((await client.runs.get({ run: id })).failures).toEqual([]);
    const lines = whole.flatMap(update => (update.type === 'log' ? update.lines : []));
    expect(lines.length).toBeGreaterThan(0);
    expect(await follow(lines.length)).toEqual([{ type: 'ended', state: 'completed' }]);
    const stream = await client.runs.follow({ run: id, after: lines.length });
    expect(await stream.next()).toMatchObject({ value: { type: 'ended' } });
    expect(await stream.next()).toMatchObject({ done: true });
  });

  test('following stops with its reader, not the run', async () => {
    const { host, client, disconnect } = await open();
    await addEnvironments(client);
    await addModel(client, 'm', endlessSql);
    await addJob(client, 'm', 'dev');
    const follows = observeStreams(host.engine.runs, 'follow');
    const { id } = await client.jobs.run({ job: 'm_dev' });
    const controller = new AbortController();
    const first = await client.runs.follow({ run: id }, { signal: controller.signal });
    await first.next();
    controller.abort();
    await follows.stopped();
    const second = await client.runs.follow({ run: id });
    await second.next();
    await follows.started(2);
    await disconnect();
    await follows.stopped();
    expect(host.engine.runs.get(id).times.ended_at).toBeNull();
  });

  test('loading the sample stops when nobody waits for it any more', async () => {
    const { host, client } = await open();
    const loads = observeStreams(host.engine.sample, 'load');
    const controller = new AbortController();
    const stream = await client.sample.load(undefined, { signal: controller.signal });
    await stream.next();
    controller.abort();
    await loads.stopped();
    expect(host.engine.sample.status()).toMatchObject({ loaded: false });
  });
});
