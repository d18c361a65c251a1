import { expect, test } from 'vitest';
import { join, messageOf, toMessage } from '../../../src/main/engine/notify/grouping.ts';
import { firstMatch, type LinkedRule, type Notice, usualOf } from '../../../src/main/engine/notify/notice.ts';

const notice = (rest: Partial<Notice> = {}): Notice => ({
  kind: 'failure',
  at: 0,
  job: { id: 1, name: 'j' },
  environment: { id: 1, name: 'dev' },
  run: 1,
  state: 'failed',
  count: 1,
  text: 'j #1 failed',
  ...rest,
});
const rule = (rest: Partial<LinkedRule> = {}): LinkedRule => ({ on: ['failure'], channels: [1], ...rest });

test('a message about one thing says it as it is', () => {
  expect(toMessage(messageOf('x', notice()))).toEqual({
    id: 'x',
    time: '1970-01-01T00:00:00.000Z',
    kind: 'failure',
    count: 1,
    job: 'j',
    run: 1,
    environment: 'dev',
    state: 'failed',
    message: 'j #1 failed',
    lines: ['j #1 failed'],
    link: 'slipway://run/1',
  });
});

test('a message about several says what they share, and how many there are of each kind', () => {
  const first = messageOf('x', notice());
  const same = join(first, notice({ run: 2, text: 'j #2 failed' }));
  expect(toMessage(same)).toMatchObject({
    kind: 'failure',
    count: 2,
    job: 'j',
    run: null,
    state: 'failed',
    message: 'j: 2 events: 2 failed',
    link: null,
  });
  const other = { id: 2, name: 'k' };
  const mixed = join(same, notice({ kind: 'missed', job: other, run: null, state: null, count: 5 }));
  expect(toMessage(mixed)).toMatchObject({
    kind: 'several',
    count: 7,
    job: null,
    environment: 'dev',
    state: null,
    message: 'in dev: 7 events: 2 failed, 5 fires missed',
  });
});

test('two things about one run keep it', () => {
  const both = join(messageOf('x', notice()), notice({ kind: 'paused', text: 'j paused itself' }));
  expect(both).toMatchObject({ kind: 'several', run: 1, link: 'slipway://run/1' });
});

test('ten lines at most, all counted', () => {
  const all = Array.from({ length: 24 }, (_, n) => notice({ run: n, text: `line ${n}` }));
  const message = all.slice(1).reduce(join, messageOf('x', all[0] as Notice));
  expect(message.count).toBe(24);
  expect(message.lines).toEqual(Array.from({ length: 10 }, (_, n) => `line ${n}`));
});

test.each<[string, Partial<LinkedRule>, Partial<Notice>, boolean]>([
  ['another kind', { on: ['success'] }, {}, false],
  ['its job', { jobs: [1] }, {}, true],
  ['another job', { jobs: [2] }, {}, false],
  ['its environment', { environments: [1, 2] }, {}, true],
  ['another environment', { environments: [2] }, {}, false],
  ['no job', { jobs: [1] }, { job: null }, false],
  ['switched off', { enabled: false }, {}, false],
  ['slow enough', { on: ['slow'] }, { kind: 'slow', ratio: 2 }, true],
  ['not slow enough', { on: ['slow'] }, { kind: 'slow', ratio: 1.9 }, false],
  ['not slow enough for its factor', { on: ['slow'], factor: 3 }, { kind: 'slow', ratio: 2.9 }, false],
])('a rule and %s', (_, asked, given, matches) => {
  expect(firstMatch(rule(asked), [notice(given)]) !== undefined).toBe(matches);
});

test('of several notices about one thing a rule tells the first it asks for', () => {
  const notices = [
    notice({ kind: 'recovery' }),
    notice({ kind: 'slow', ratio: 9 }),
    notice({ kind: 'success' }),
  ];
  expect(firstMatch(rule({ on: ['success', 'slow'] }), notices)?.kind).toBe('slow');
  expect(firstMatch(rule({ on: ['success'] }), notices)?.kind).toBe('success');
});

test('usual is the median of three or more', () => {
  expect(usualOf([5, 6])).toBeNull();
  expect(usualOf([9, 1, 5])).toBe(5);
  expect(usualOf([1, 100, 3, 5])).toBe(4);
});
