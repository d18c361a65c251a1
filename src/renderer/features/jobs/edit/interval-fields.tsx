import { Select, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { earliestBegin } from '../../../../shared/contract/materialization.ts';
import { intervalNames } from '../../../../shared/domain/intervals.ts';
import { intervalWords } from '../incremental-words.ts';
import classes from './edit.module.css';
import type { JobFieldsProps } from './fields.ts';
import { below } from './overlap-field.tsx';
import { timeZones } from './time-zones.ts';
import { scheduledZone } from './trigger-form.ts';

/** Whether what is replaced by time is built by whole intervals, and by which. */
export function IntervalFields({ form, set, problems }: JobFieldsProps) {
  const zones = useMemo(() => timeZones(form.intervalZone), [form.intervalZone]);
  const scheduled = scheduledZone(form.triggers);
  return (
    <>
      <Select
        label="By intervals"
        description="Whole stretches of time, each once it is over; which are built is recorded, and gaps can be filled"
        data={[
          { value: '', label: 'No: from the highest watermark on' },
          ...intervalNames.map(value => ({ value, label: intervalWords[value] })),
        ]}
        value={form.interval}
        allowDeselect={false}
        error={problems.interval}
        onChange={value => set({ interval: intervalNames.find(known => known === value) ?? '' })}
      />
      {form.interval !== '' && (
        <div className={classes.two}>
          <TextInput
            type="date"
            label="First day"
            required
            {...below}
            description="Rows before it are left out"
            min={earliestBegin}
            value={form.begin}
            error={problems.begin}
            onChange={event => set({ begin: event.currentTarget.value })}
          />
          <Select
            label="Time zone"
            {...below}
            description="Whose clocks say when an interval begins"
            searchable
            clearable
            data={zones}
            limit={200}
            nothingFoundMessage="No such zone"
            placeholder={scheduled === undefined ? 'UTC' : `${scheduled}, of its schedule`}
            value={form.intervalZone === '' ? null : form.intervalZone}
            error={problems.intervalZone}
            onChange={zone => set({ intervalZone: zone ?? '' })}
          />
        </div>
      )}
    </>
  );
}
