import { Checkbox, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { engineTitles } from '../../../../shared/domain/engines.ts';
import { plainText } from '../../environments/form/fields.ts';
import classes from './edit.module.css';
import type { JobFieldsProps } from './fields.ts';
import { IncrementalFields } from './incremental-fields.tsx';

const keptWords = {
  table: 'Built complete, then replaced in one step; a failed build leaves the old one as it is.',
  view: 'Replaced at every run; it reads its sources when it is read.',
  incremental:
    'Built whole once. Then each run takes what is new, looks at it, and brings it in in one step.',
};

/** How what it writes is kept. */
export function KeptFields(props: JobFieldsProps) {
  const { form, set, problems, environment } = props;
  const isTable = form.materialization !== 'view';
  return (
    <>
      <div>
        <SegmentedControl
          aria-label="Kept as"
          data={[
            { value: 'table', label: 'Table' },
            { value: 'view', label: 'View' },
            { value: 'incremental', label: 'Incremental table' },
          ]}
          value={form.materialization}
          onChange={materialization => set({ materialization })}
        />
        <p className={classes.note}>{keptWords[form.materialization]}</p>
      </div>
      {form.materialization === 'incremental' && <IncrementalFields {...props} />}
      {environment?.engine === 'duckdb' && (
        <p className={classes.note}>
          What follows is for Snowflake: {engineTitles.duckdb} builds without it, and the job keeps it.
        </p>
      )}
      {isTable && (
        <>
          <Textarea
            label="Cluster by"
            description="A column or expression on each line"
            {...plainText}
            classNames={{ input: classes.code }}
            autosize
            minRows={1}
            maxRows={8}
            value={form.clusterBy}
            error={problems.clusterBy}
            onChange={event => set({ clusterBy: event.currentTarget.value })}
          />
          <Checkbox
            label="Transient"
            description="No fail-safe, and at most a day of time travel: less storage to pay for"
            checked={form.transient}
            onChange={event => set({ transient: event.currentTarget.checked })}
          />
        </>
      )}
      <Checkbox
        label="Copy grants"
        description="Who may read it still may when it is replaced"
        checked={form.copyGrants}
        onChange={event => set({ copyGrants: event.currentTarget.checked })}
      />
      <TextInput
        label="Comment"
        description={`Kept with the ${isTable ? 'table' : 'view'} in the warehouse`}
        maxLength={2_000}
        value={form.comment}
        error={problems.comment}
        onChange={event => set({ comment: event.currentTarget.value })}
      />
    </>
  );
}
