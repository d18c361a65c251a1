import { expect, test } from 'vitest';
import { desktopRules } from '../../../src/main/desktop/desktop-rules.ts';
import type { RuleDefinition } from '../../../src/shared/contract/notifications.ts';
import { run } from '../renderer/runs/samples.ts';

const channels = [
  { name: 'here', kind: 'desktop' },
  { name: 'team_chat', kind: 'slack' },
] as const;
const failed = run(7, { job: 'daily', environment: 'prod', state: 'failed' });

/** What one rule tells on the desktop. */
const told = (rule: Partial<RuleDefinition>) =>
  desktopRules(channels, [{ definition: { name: 'r', on: ['failure'], channels: ['here'], ...rule } }]);

test.each<[string, Partial<RuleDefinition>, boolean]>([
  ['all failures', {}, true],
  ['failures of the job', { jobs: ['daily'] }, true],
  ['failures of another job', { jobs: ['hourly'] }, false],
  ['failures in the environment', { environments: ['prod'] }, true],
  ['failures in another environment', { environments: ['dev'] }, false],
  ['something else', { on: ['success', 'woke'] }, false],
  ['it elsewhere', { channels: ['team_chat'] }, false],
  ['it here and elsewhere', { channels: ['team_chat', 'here'] }, true],
  ['nothing while it is off', { enabled: false }, false],
])('a rule that tells %s', (_, rule, expected) => {
  expect(told(rule).tellFailureOf(failed)).toBe(expected);
});

test('no rule tells of a draft run', () => {
  expect(told({}).tellFailureOf({ ...failed, draft: true })).toBe(false);
});

test('a rule about jobs or environments tells of no absence', () => {
  expect(told({ on: ['woke'] }).tellAbsences).toBe(true);
  expect(told({ on: ['woke'], jobs: ['daily'] }).tellAbsences).toBe(false);
  expect(told({ on: ['failure'] }).tellAbsences).toBe(false);
});
