import { expect, test } from 'vitest';
import { definitionChanges } from '../../../../src/renderer/features/notifications/edit/changes.ts';
import { engineProblems } from '../../../../src/renderer/features/notifications/edit/problems.ts';
import {
  definitionOf,
  emptyRule,
  formOf,
  type KnownNames,
  type RuleForm,
  ruleLabels,
  ruleProblems,
} from '../../../../src/renderer/features/notifications/rules/rule-form.ts';
import { ofWhat, tellsAbout } from '../../../../src/renderer/features/notifications/words.ts';
import { type RuleDefinition, ruleDefinition } from '../../../../src/shared/contract/notifications.ts';

const known: KnownNames = { rules: ['other'], jobs: ['daily'], environments: ['prod'], channels: ['pager'] };
const rule = (changes: Partial<RuleForm>): RuleForm => ({
  ...emptyRule,
  name: 'production',
  channels: ['pager'],
  ...changes,
});

test.each<RuleDefinition>([
  { name: 'r', on: ['failure'], channels: ['pager'] },
  {
    name: 'r',
    description: 'All of it',
    enabled: false,
    on: ['failure', 'slow', 'woke'],
    factor: 2.5,
    jobs: ['daily'],
    environments: ['prod'],
    channels: ['pager'],
  },
])('a definition is the same after it was in the form', definition => {
  const again = definitionOf(formOf(definition));
  expect(JSON.parse(JSON.stringify(again))).toEqual(definition);
  expect(ruleDefinition.safeParse(again).success).toBe(true);
  expect(ruleProblems(formOf(definition), known)).toEqual({ wrong: {}, missing: {} });
});

test('a factor without "slow" is not saved', () => {
  expect(definitionOf(rule({ on: ['failure'], factor: '3' })).factor).toBeUndefined();
});

test('says what is missing, and what is not there any more', () => {
  expect(ruleProblems({ ...emptyRule, on: [] }, known).missing).toEqual({
    name: 'A rule needs a name',
    on: 'Choose what it tells about',
    channels: 'Choose where it is sent to',
  });
  expect(ruleProblems(rule({ jobs: ['daily', 'deleted-7'], factor: '1' }), known).wrong).toEqual({
    jobs: 'Not there any more, take out: deleted-7',
    factor: 'A number from 1.1 to 1000',
  });
  // What is not known yet is not wrong.
  expect(ruleProblems(rule({ jobs: ['x'] }), { ...known, jobs: undefined }).wrong).toEqual({});
});

test('changes are told in the order of the form', () => {
  const [before, after] = [rule({}), rule({ channels: ['pager', 'chat'], enabled: false })].map(definitionOf);
  expect(definitionChanges(before ?? {}, after ?? {}, ruleLabels)).toEqual([
    { what: 'On', from: null, to: 'false' },
    { what: 'Channels', from: 'pager', to: 'pager, chat' },
  ]);
});

test('what the engine found is said at its field', () => {
  const found = [
    { path: 'definition.jobs[0]', message: 'There is no job named "x"' },
    { path: 'jobs[1]', message: 'and no "y"' },
    { path: 'revision', message: 'must be a number' },
  ];
  expect(engineProblems(found, Object.keys(ruleLabels))).toEqual({
    fields: { jobs: 'There is no job named "x"' },
    rest: [found[2]],
  });
});

test('a rule in words', () => {
  expect(tellsAbout({ on: ['failure', 'slow'] })).toBe('failure, slow (2×)');
  expect(ofWhat({})).toBe('all jobs');
  expect(ofWhat({ environments: ['prod', 'test'] })).toBe('all jobs in prod, test');
  expect(ofWhat({ jobs: ['a', 'b'] })).toBe('a, b');
});
