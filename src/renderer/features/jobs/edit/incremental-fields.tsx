import { Select, TextInput } from '@mantine/core';
import { incrementalStrategies, schemaChangePolicies } from '../../../../shared/contract/materialization.ts';
import { plainText } from '../../environments/form/fields.ts';
import { schemaChangeWords, strategyWords } from '../incremental-words.ts';
import classes from './edit.module.css';
import type { JobFieldsProps } from './fields.ts';
import { isByTime } from './incremental-form.ts';
import { IntervalFields } from './interval-fields.tsx';

/** What is new, and what is done with it. */
export function IncrementalFields(props: JobFieldsProps) {
  const { form, set, problems } = props;
  const appends = form.strategy === 'append';
  const byIntervals = isByTime(form) && form.interval !== '';
  return (
    <>
      <Select
        label="New rows"
        data={incrementalStrategies.map(value => ({ value, label: strategyWords[value] }))}
        value={form.strategy}
        allowDeselect={false}
        error={problems.strategy}
        onChange={strategy => strategy && set({ strategy })}
      />
      {!appends && (
        <TextInput
          label={form.strategy === 'merge' ? 'Unique key' : 'Key'}
          required={form.strategy === 'merge'}
          description={
            form.strategy === 'merge'
              ? 'Columns that tell rows apart, parted by commas'
              : 'Columns of what is replaced together, parted by commas; without: by the time of the watermark'
          }
          placeholder="ORDER_ID"
          {...plainText}
          classNames={{ input: classes.code }}
          value={form.uniqueKey}
          error={problems.uniqueKey}
          onChange={event => set({ uniqueKey: event.currentTarget.value })}
        />
      )}
      <div className={classes.two}>
        <TextInput
          label="Watermark"
          required={appends || byIntervals}
          description={
            byIntervals
              ? 'The column with the time of a row: it says which interval it is of'
              : 'The column that grows: from its highest value in the target on, rows are new'
          }
          placeholder="UPDATED_AT"
          {...plainText}
          classNames={{ input: classes.code }}
          value={form.watermark}
          error={problems.watermark}
          onChange={event => set({ watermark: event.currentTarget.value })}
        />
        {!appends && (
          <TextInput
            label="Look back"
            description={
              byIntervals
                ? 'Intervals of so long ago are built again, for rows that come late'
                : 'So far before it rows are taken again, for those that come late'
            }
            placeholder="2 days"
            {...plainText}
            value={form.lookBack}
            error={problems.lookBack}
            onChange={event => set({ lookBack: event.currentTarget.value })}
          />
        )}
      </div>
      {isByTime(form) && <IntervalFields {...props} />}
      <Select
        label="When the columns change"
        data={schemaChangePolicies.map(value => ({ value, label: schemaChangeWords[value] }))}
        value={form.onSchemaChange}
        allowDeselect={false}
        onChange={onSchemaChange => onSchemaChange && set({ onSchemaChange })}
      />
    </>
  );
}
