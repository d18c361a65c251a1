import { expect, test } from 'vitest';
import { isTouched } from '../../../src/renderer/events.ts';

const query = (path: string[], input?: Record<string, unknown>) => ({
  queryKey: [path, input === undefined ? {} : { input }],
});

test('a change touches lists and the object itself, not others of its kind', () => {
  const change = { topic: 'model', id: 3 } as const;
  expect(isTouched(query(['models', 'list']), change)).toBe(true);
  expect(isTouched(query(['models', 'get'], { model: '3' }), change)).toBe(true);
  expect(isTouched(query(['models', 'get'], { model: '4' }), change)).toBe(false);
  // A name may be that of the changed object.
  expect(isTouched(query(['models', 'get'], { model: 'daily_delays' }), change)).toBe(true);
  expect(isTouched(query(['runs', 'list']), change)).toBe(false);
  expect(isTouched({ queryKey: ['own'] }, change)).toBe(false);
});

test('a change of everything of a kind touches each of them', () => {
  expect(isTouched(query(['runs', 'get'], { run: 5 }), { topic: 'run', id: null })).toBe(true);
});
