import { expect, test } from 'vitest';
import { Answers } from '../../../src/main/analysis/answers.ts';

/** Counts how often something is really asked. */
function counted() {
  const answers = new Answers();
  const asked: unknown[] = [];
  const get = (name: string, ...args: unknown[]): Promise<{ n: number }> =>
    answers.get(name, args, () => {
      asked.push(args[0]);
      return Promise.resolve({ n: asked.length });
    });
  return { answers, asked, get };
}

test('the same question is asked once, and each answer is a copy', async () => {
  const { asked, get } = counted();
  const [first, second] = await Promise.all([get('check', 'select 1'), get('check', 'select 1')]);
  expect(first).toEqual({ n: 1 });
  first.n = 9;
  expect(second).toEqual({ n: 1 });
  await get('analyze', 'select 1');
  await get('check', 'select 1 ');
  expect(asked).toHaveLength(3);
});

test('a failure is asked again', async () => {
  const answers = new Answers();
  await expect(answers.get('check', ['a'], () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await answers.get('check', ['a'], () => Promise.resolve(1))).toBe(1);
});

test('what was not asked for the longest time is dropped first, by number and by size', async () => {
  const { asked, get } = counted();
  for (let index = 0; index < 1_000; index++) await get('check', `${index}`);
  await get('check', '0');
  await get('check', 'one more');
  expect(asked).toHaveLength(1_001);
  await get('check', '0');
  expect(asked).toHaveLength(1_001);
  await get('check', '1');
  expect(asked).toHaveLength(1_002);

  const large = counted();
  for (let index = 0; index < 21; index++) await large.get('check', `${index}`.padEnd(199_000));
  await large.get('check', '20'.padEnd(199_000));
  expect(large.asked).toHaveLength(21);
  await large.get('check', '0'.padEnd(199_000));
  expect(large.asked).toHaveLength(22);
});

test('very large texts are not kept', async () => {
  const { asked, get } = counted();
  const text = 'x'.repeat(200_001);
  await get('check', text);
  await get('check', text);
  expect(asked).toHaveLength(2);
});
