import { describe, expect, it } from 'vitest';
import { KeyedLock, Slots } from '../../../src/main/executors/queues.ts';
import { Job } from '../../../src/main/executors/job.ts';
import { failureOf } from './support.ts';

/** Work that ends when told to, and says when it began. */
function work(log: string[], name: string) {
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    run: async () => {
      log.push(name);
      await promise;
    },
    end: resolve,
  };
}

describe('slots', () => {
  it('are given out in the order they were asked for, and a cancelled job leaves its place', async () => {
    const slots = new Slots(2);
    const log: string[] = [];
    const works = ['a', 'b', 'c', 'd', 'e'].map(name => work(log, name));
    const jobs = works.map((_, index) => new Job(`q${index}`));
    const ends = works.map(({ run }, index) => slots.run(jobs[index] ?? null, run));
    expect(log).toEqual(['a', 'b']);
    const cancelled = failureOf(ends[2]);
    jobs[2]?.cancel();
    expect(await cancelled).toMatchObject({ code: 'cancelled', query_id: 'q2' });
    works[1]?.end();
    await ends[1];
    await new Promise(setImmediate);
    expect(log).toEqual(['a', 'b', 'd']);
    for (const { end } of works) end();
    await Promise.all([ends[0], ends[3], ends[4]]);
    expect(log).toEqual(['a', 'b', 'd', 'e']);
    // All free again.
    expect(slots.acquire(null)).toBeUndefined();
    expect(slots.acquire(null)).toBeUndefined();
    expect(slots.acquire(null)).toBeInstanceOf(Promise);
  });

  it('do not wait for what was cancelled before', async () => {
    const slots = new Slots(0);
    const job = new Job('q');
    job.cancel();
    await expect(slots.run(job, async () => {})).rejects.toMatchObject({ failure: { code: 'cancelled' } });
  });

  it('come back when the work fails', async () => {
    const slots = new Slots(1);
    await expect(slots.run(null, () => Promise.reject(new Error('boom')))).rejects.toThrow('boom');
    expect(slots.acquire(null)).toBeUndefined();
  });
});

describe('a keyed lock', () => {
  it('lets one at a time in for each key, in order', async () => {
    const lock = new KeyedLock();
    const log: string[] = [];
    const works = ['x1', 'x2', 'y1', 'x3', 'none'].map(name => work(log, name));
    const keys = ['x', 'x', 'y', 'x', null];
    const jobs = works.map((_, index) => new Job(`q${index}`));
    const ends = works.map(({ run }, index) => lock.run(keys[index] ?? null, jobs[index] ?? null, run));
    expect(log).toEqual(['x1', 'y1', 'none']);
    const cancelled = failureOf(ends[1]);
    jobs[1]?.cancel();
    expect(await cancelled).toMatchObject({ code: 'cancelled' });
    works[0]?.end();
    await ends[0];
    await new Promise(setImmediate);
    expect(log).toEqual(['x1', 'y1', 'none', 'x3']);
    for (const { end } of works) end();
    await Promise.all([ends[2], ends[3], ends[4]]);
  });
});
