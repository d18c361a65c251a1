import { expect, test } from 'vitest';
import { createOnce } from '../../../src/renderer/ui/once.ts';

function setUp() {
  const clock = { ms: 0 };
  const once = createOnce(() => clock.ms);
  const asked: PromiseWithResolvers<void>[] = [];
  const ask = (key = 'run:1') =>
    once(key, () => {
      const deferred = Promise.withResolvers<void>();
      asked.push(deferred);
      return deferred.promise;
    });
  /** Lets what was asked last end. */
  const end = async () => {
    asked.at(-1)?.resolve();
    await new Promise(resolve => setImmediate(resolve));
  };
  return { clock, asked, ask, end };
}

test('the second click of a double click does nothing, also when the first is over by then', async () => {
  const { clock, asked, ask, end } = setUp();
  ask();
  ask();
  expect(asked).toHaveLength(1);
  clock.ms = 30;
  await end();
  clock.ms = 60;
  ask();
  expect(asked).toHaveLength(1);
  clock.ms = 2_000;
  ask();
  expect(asked).toHaveLength(2);
});

test('a key that is held down asks once', async () => {
  const { clock, asked, ask, end } = setUp();
  ask();
  await end();
  for (clock.ms = 50; clock.ms < 5_000; clock.ms += 50) ask();
  expect(asked).toHaveLength(1);
});

test('other things can be asked for at once, and what failed can be tried again', async () => {
  const { clock, asked, ask } = setUp();
  ask('run:1');
  ask('run:2');
  expect(asked).toHaveLength(2);
  asked[0]?.reject(new Error('no'));
  await new Promise(resolve => setImmediate(resolve));
  clock.ms = 10;
  ask('run:1');
  expect(asked).toHaveLength(3);
});
