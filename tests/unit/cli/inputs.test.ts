import { InvalidArgumentError } from 'commander';
import { expect, test } from 'vitest';
import { problemPlace } from '../../../src/main/cli/errors.ts';
import { collectVariable, idNumber, pastTime, wholeNumber } from '../../../src/main/cli/inputs.ts';

test.each([
  ['n=5', 5],
  ['n=-1.5', -1.5],
  ['n=true', true],
  ['n=null', null],
  ['n=US', 'US'],
  ['n=', ''],
  ['n=007', '007'],
  ['n="5"', '5'],
  ['n=a=b', 'a=b'],
  ['n=[1,"a",null]', [1, 'a', null]],
  ['n=[[1]]', '[[1]]'],
  ['n={"a":1}', '{"a":1}'],
  ['n=12345678901234567890', '12345678901234567890'],
])('--var %s', (text, value) => expect(collectVariable(text)).toEqual({ n: value }));

test.each([
  ['since:date=2026-03-01', { type: 'date', value: '2026-03-01' }],
  ['zip:text=01234', { type: 'text', value: '01234' }],
  ['most:number=5', { type: 'number', value: 5 }],
  ['days:date=["2026-03-01"]', { type: 'date', value: ['2026-03-01'] }],
])('%s is a value with its type', (text, expected) => {
  expect(Object.values(collectVariable(text))).toEqual([expected]);
});

test.each([
  ['since:date=soon', 'must be a date'],
  ['most:number=many', 'must be a number'],
  ['a:day=1', 'There is no type "day"'],
])('%s is refused', (text, message) => {
  expect(() => collectVariable(text)).toThrow(message);
});

test('variables are collected', () => {
  expect(collectVariable('b=2', { a: 1 })).toEqual({ a: 1, b: 2 });
  for (const wrong of ['novalue', '=x', '1a=x', 'a-b=x']) {
    expect(() => collectVariable(wrong)).toThrow(InvalidArgumentError);
  }
});

test('numbers', () => {
  expect([wholeNumber('0'), idNumber('12'), idNumber('#12')]).toEqual([0, 12, 12]);
  for (const wrong of ['-1', '1.5', 'x', '']) expect(() => wholeNumber(wrong)).toThrow(InvalidArgumentError);
  for (const wrong of ['0', '##1', '1a']) expect(() => idNumber(wrong)).toThrow(InvalidArgumentError);
});

test('times that are over', () => {
  expect(pastTime('2026-03-01T06:00:00Z')).toBe('2026-03-01T06:00:00.000Z');
  expect(pastTime('2026-03-01')).toBe(new Date(2026, 2, 1).toISOString());
  const age = Date.now() - Date.parse(pastTime('2 days'));
  expect(Math.abs(age - 172_800_000)).toBeLessThan(60_000);
  for (const wrong of ['yesterday', '12', '2026-13-01'])
    expect(() => pastTime(wrong)).toThrow(InvalidArgumentError);
});

test.each([
  [{ path: 'jobs/a.yaml: target.table', line: 3, column: 5 }, 'jobs/a.yaml:3:5 target.table:'],
  [{ path: '/x/q.sql', line: 3, column: 5 }, '/x/q.sql:3:5:'],
  [{ path: '-', line: 3 }, '-:3:1:'],
  [{ path: '', line: 3, column: 5 }, 'line 3, column 5:'],
  [{ path: 'sql', line: 3, column: 5 }, 'sql, line 3, column 5:'],
  [{ path: 'name' }, 'name:'],
  [{ path: 'jobs/a.yaml: tag' }, 'jobs/a.yaml: tag:'],
  [{ path: '' }, ''],
])('the place of %j is %j', (problem, place) => {
  expect(problemPlace({ ...problem, message: 'is wrong' })).toBe(place);
});
