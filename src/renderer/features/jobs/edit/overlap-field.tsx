import { Select } from '@mantine/core';
import { overlaps } from '../../../../shared/contract/triggers.ts';
import { overlapWords } from '../../../parts/trigger-words.ts';
import { sentence } from './job-problems.ts';
import type { TriggerRow } from './trigger-form.ts';

export interface TriggerFieldsProps {
  row: TriggerRow;
  set: (changes: Partial<TriggerRow>) => void;
  /** What is wrong with a field of the row. */
  problem: (field: string) => string | undefined;
}

/** Hints below the fields, so that fields side by side stand on one line whatever their hints say. */
export const below: { inputWrapperOrder: ('label' | 'input' | 'description' | 'error')[] } = {
  inputWrapperOrder: ['label', 'input', 'description', 'error'],
};

/** What happens while an earlier run of the job is not over. */
export function OverlapField({ row, problem, set }: TriggerFieldsProps) {
  const usual = row.catchUp === 'all' ? 'queue_all' : 'queue_latest';
  return (
    <Select
      label="While an earlier run is not over"
      data={[
        { value: '', label: `As usual: ${overlapWords[usual]}` },
        ...overlaps.map(value => ({ value, label: sentence(overlapWords[value]) })),
      ]}
      value={row.overlap}
      error={problem('overlap')}
      onChange={value => set({ overlap: overlaps.find(known => known === value) ?? '' })}
    />
  );
}
