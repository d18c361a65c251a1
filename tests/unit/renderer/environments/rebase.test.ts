import { describe, expect, test } from 'vitest';
import { overtakingOf, rebased } from '../../../../src/renderer/features/environments/form/rebase.ts';
import { formWith } from './support.ts';

const variable = (key: number, name: string, text: string) => ({
  key,
  name,
  type: 'text' as const,
  text,
  items: [],
});

describe('edits upon what somebody else saved', () => {
  test('keep what was edited and take the rest', () => {
    const form = rebased(
      formWith(),
      formWith({ description: 'mine', role: 'MINE' }),
      formWith({ role: 'THEIRS', warehouse: 'THEIRS' }),
    );
    expect(form).toEqual(formWith({ description: 'mine', role: 'MINE', warehouse: 'THEIRS' }));
  });

  test('are what was saved where nothing was edited', () => {
    const theirs = formWith({ name: 'live', mapping: [], variables: [variable(0, 'region', 'EU')] });
    expect(rebased(formWith(), formWith(), theirs)).toMatchObject({
      name: 'live',
      mapping: [],
      variables: [{ name: 'region', text: 'EU' }],
    });
  });

  test('merge rows by their names', () => {
    const base = [variable(0, 'a', '1'), variable(1, 'b', '1'), variable(2, 'c', '1'), variable(3, 'd', '1')];
    const mine = [
      variable(0, 'a', 'mine'),
      variable(1, 'b', '1'),
      variable(2, 'c', '1'),
      variable(4, 'n', 'x'),
    ];
    const theirs = [
      variable(0, 'a', 'theirs'),
      variable(1, 'b', 'theirs'),
      variable(2, 'd', '1'),
      variable(3, 'o', 'y'),
    ];
    const { variables } = rebased(
      formWith({ variables: base }),
      formWith({ variables: mine }),
      formWith({ variables: theirs }),
    );
    // `a` was edited here, `b` there, `c` was removed there, `d` here; `n` and `o` are new.
    expect(variables.map(({ name, text }) => [name, text])).toEqual([
      ['a', 'mine'],
      ['b', 'theirs'],
      ['n', 'x'],
      ['o', 'y'],
    ]);
    expect(new Set(variables.map(({ key }) => key)).size).toBe(4);
  });

  test('keep rules that are being typed', () => {
    const mapping = [...formWith().mapping, { key: 7, from: 'RA', to: '' }];
    expect(rebased(formWith(), formWith({ mapping }), formWith({ role: 'X' })).mapping).toEqual(mapping);
  });
});

test('tells what changed, and what both changed otherwise', () => {
  const theirs = formWith({ description: 'theirs', role: 'SAME', warehouse: 'BIG' });
  const overtaking = overtakingOf(formWith(), formWith({ description: 'mine', role: 'SAME' }), theirs);
  expect(overtaking.changes.map(({ what }) => what)).toEqual(['Description', 'Role', 'Warehouse']);
  expect(overtaking.both).toEqual([{ what: 'Description', from: 'What people read', to: 'theirs' }]);
});
