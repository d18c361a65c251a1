import { expect, test } from 'vitest';
import {
  asDefined,
  asThen,
  changesSince,
  versionChoices,
} from '../../../../src/renderer/features/jobs/dialogs/run-choices.ts';
import type { EffectiveVariable } from '../../../../src/renderer/features/jobs/variables.ts';
import type { Model } from '../../../../src/shared/contract/models.ts';
import type { Run } from '../../../../src/shared/contract/runs.ts';
import { definition, job } from './samples.ts';

const environment = { source_mapping: { LAKE: 'LAKE_DEV' } };
const earlier = {
  version: 2,
  tag: 'v2',
  draft: false,
  frozen: { definition, environment, variables: { region: 'US', late: 15 } } as unknown as Run['frozen'],
};
const variable = (name: string, value: EffectiveVariable['value']): EffectiveVariable => ({
  name,
  value,
  from: 'job',
  over: [],
});
const known = [variable('region', 'US'), variable('late', 15)];

test('versions are offered newest first with their other tags, what the job says before them', () => {
  const model = {
    latest_version: 2,
    tags: [
      { name: 'v2', version: 2 },
      { name: 'stable', version: 2 },
    ],
  } as unknown as Model;
  expect(versionChoices(job, model).map(({ value, label }) => [value, label])).toEqual([
    [asDefined, 'As defined: v2'],
    ['2', 'v2, stable'],
    ['1', 'v1'],
    ['draft', 'The draft: unpublished text, kept out of the main history'],
  ]);
});

test('a run of the same definition is the same', () => {
  expect(changesSince(earlier, job, environment, known)).toEqual([]);
  expect(asThen(earlier, job, known)).toBeUndefined();
});

test('what is different from an earlier run is told once each', () => {
  const now = {
    ...job,
    runs: 'v3',
    runs_version: 3,
    definition: { ...definition, tag: 'v3', variables: { region: 'EU' } },
  };
  const changes = changesSince(earlier, now, { source_mapping: { LAKE: 'LAKE_PRD' } }, [
    variable('region', 'EU'),
    variable('late', 30),
  ]);
  expect(changes).toEqual([
    { what: 'Runs', from: 'tag v2', to: 'tag v3' },
    { what: 'Variable region', from: "'US'", to: "'EU'" },
    { what: 'Version', from: 'v2', to: 'v3' },
    { what: 'Source LAKE', from: 'LAKE_DEV', to: 'LAKE_PRD' },
    { what: 'Variable late', from: '15', to: '30' },
  ]);
  expect(asThen(earlier, now, [variable('region', 'EU'), variable('late', 15)])).toEqual({
    version: '2',
    variables: { region: 'US' },
  });
});

test('a run of a draft is done again as a run of the draft', () => {
  const draft = { ...earlier, draft: true, version: null, tag: null };
  expect(changesSince(draft, job, environment, known)).toEqual([
    { what: 'Version', from: 'draft', to: 'v2' },
  ]);
  expect(asThen(draft, job, known)).toEqual({ version: 'draft', variables: {} });
});
