import { ORPCError } from '@orpc/client';
import { expect, test } from 'vitest';
import { troubleOf } from '../../../src/renderer/call-error.ts';
import type { Problem } from '../../../src/shared/domain/errors.ts';

const trouble = (message: string, problems: Problem[]) =>
  troubleOf(new ORPCError('validation', { message, data: { problems } }), 'The preview failed');

test('what the message says is not said again, only where it is', () => {
  const [first, second] = ['A sequence is one', 'A stage is another'];
  expect(
    trouble(`This runs on Snowflake only: ${first}`, [
      { path: 'sql', message: first, line: 1, column: 8 },
      { path: 'sql', message: second, line: 2, column: 1 },
    ]),
  ).toMatchObject({ problems: ['Line 1, column 8', `${second} (line 2, column 1)`] });
});

test('what is wrong with the text is said of the text, not of a field', () => {
  const message = 'is empty: a model is one query (SELECT …)';
  expect(trouble(`sql: ${message}`, [{ path: 'sql', message }])).toMatchObject({
    message: `The text ${message}`,
    problems: [],
  });
});

test('problems of fields keep their path', () => {
  expect(trouble('Two things are wrong', [{ path: 'name', message: 'is taken' }])).toMatchObject({
    problems: ['name: is taken'],
  });
});
