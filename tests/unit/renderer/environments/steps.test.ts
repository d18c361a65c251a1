import { expect, test } from 'vitest';
import { emptyForm } from '../../../../src/renderer/features/environments/form/environment-form.ts';
import { stepOf, steps } from '../../../../src/renderer/features/environments/wizard/steps.ts';

test('every field is asked for in a step', () => {
  const asked = steps.flatMap(({ fields }) => fields as readonly string[]);
  const fields = Object.keys(emptyForm).filter(field => field !== 'newConnection');
  expect(asked.toSorted()).toEqual(fields.toSorted());
});

test('a problem leads to the step of its field', () => {
  expect(['connection', 'name', 'mapping.3.from', 'timeout', 'unknown'].map(stepOf)).toEqual([0, 1, 2, 2, 0]);
});
