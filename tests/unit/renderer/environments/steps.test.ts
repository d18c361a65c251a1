import { expect, test } from 'vitest';
import { emptyForm } from '../../../../src/renderer/features/environments/form/environment-form.ts';
import { stepOf, steps } from '../../../../src/renderer/features/environments/wizard/steps.ts';

test('every field is asked for in a step', () => {
  const asked = steps.flatMap(({ fields }) => fields as readonly string[]);
  expect(asked.toSorted()).toEqual(Object.keys(emptyForm).toSorted());
});

test('a problem leads to the step of its field', () => {
  const fields = ['connection', 'connectionToMake.account', 'name', 'mapping.3.from', 'timeout', 'unknown'];
  expect(fields.map(stepOf)).toEqual([0, 0, 2, 3, 1, 0]);
});
