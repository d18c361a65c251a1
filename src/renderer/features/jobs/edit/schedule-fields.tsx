import { Button, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ComingFire } from '../../../../shared/contract/fires.ts';
import { catchUps } from '../../../../shared/contract/triggers.ts';
import { api } from '../../../api.ts';
import { callFailure, troubleOf } from '../../../call-error.ts';
import { ComingFires } from '../../../parts/coming-fires.tsx';
import { catchUpWords } from '../../../parts/trigger-words.ts';
import { plainText } from '../../environments/form/fields.ts';
import { sentence } from './job-problems.ts';
import { below, OverlapField, type TriggerFieldsProps } from './overlap-field.tsx';
import classes from './starts.module.css';
import { timeZones } from './time-zones.ts';
import { noStarts, scheduleOf, startFieldOf } from './trigger-form.ts';

const typingMs = 250;

/** A schedule with what it means beside it: in words, and its next fires. */
export function ScheduleFields(props: TriggerFieldsProps) {
  const { row, set, problem } = props;
  const more = row.catchUp + row.window + row.deadline + row.jitter + row.overlap !== '';
  const [open, setOpen] = useState(more);
  const preview = usePreview(row);
  const zones = useMemo(() => timeZones(row.timeZone), [row.timeZone]);
  const wrong = (field: string) => problem(field) ?? preview.problems[field];
  return (
    <>
      <div className={classes.two}>
        <TextInput
          label="Cron"
          required
          {...plainText}
          classNames={{ input: classes.code }}
          {...below}
          description="Minute, hour, day of the month, month, day of the week; or @hourly to @yearly"
          value={row.cron}
          error={wrong('cron')}
          onChange={event => set({ cron: event.currentTarget.value })}
        />
        <Select
          label="Time zone"
          searchable
          {...below}
          description="Its clock, through summer and winter"
          data={zones}
          limit={200}
          nothingFoundMessage="No such zone"
          value={row.timeZone === '' ? 'UTC' : row.timeZone}
          error={wrong('timeZone')}
          onChange={timeZone => set({ timeZone: timeZone ?? '' })}
        />
      </div>
      <div className={classes.preview} aria-live="polite">
        {preview.trouble !== undefined ? (
          <p className={classes.dim}>{preview.trouble}</p>
        ) : preview.data ? (
          <>
            <p className={classes.words}>{preview.data.words}</p>
            <ComingFires fires={preview.data.fires} />
          </>
        ) : (
          <p className={classes.dim}>
            {Object.keys(preview.problems).length > 0 ? 'No next fires: see above.' : 'Next fires…'}
          </p>
        )}
      </div>
      {open || more ? (
        <>
          <div className={classes.two}>
            <Select
              label="Of fires that were missed"
              {...below}
              description="The machine slept, or Slipway was not running"
              data={[
                { value: '', label: `As usual: ${catchUpWords.latest}` },
                ...catchUps.map(value => ({ value, label: catchUpWords[value] })),
              ]}
              value={row.catchUp}
              error={wrong('catchUp')}
              onChange={value => set({ catchUp: catchUps.find(known => known === value) ?? '' })}
            />
            <Span {...props} field="window" label="Look back" hint="Older ones are missed" usual="24h" />
            <Span
              {...props}
              field="deadline"
              label="Start deadline"
              hint="Later than that it is missed"
              usual="none"
            />
            <Span
              {...props}
              field="jitter"
              label="Jitter"
              hint="Each job at its own moment within it"
              usual="none"
            />
          </div>
          <OverlapField {...props} />
        </>
      ) : (
        <div>
          <Button variant="subtle" color="gray" onClick={() => setOpen(true)}>
            Missed fires, overlap, deadline, jitter…
          </Button>
        </div>
      )}
    </>
  );
}

interface SpanProps extends TriggerFieldsProps {
  field: 'window' | 'deadline' | 'jitter';
  label: string;
  hint: string;
  usual: string;
}

function Span({ row, set, problem, field, label, hint, usual }: SpanProps) {
  return (
    <TextInput
      label={label}
      {...plainText}
      {...below}
      description={hint}
      placeholder={usual}
      value={row[field]}
      error={problem(field)}
      onChange={event => set({ [field]: event.currentTarget.value })}
    />
  );
}

interface Preview {
  problems: Partial<Record<string, string>>;
  data: { words: string; fires: ComingFire[] } | undefined;
  /** Why there is none, where no field says it. */
  trouble: string | undefined;
}

/** What the engine makes of the schedule, a moment after the typing; what it finds wrong stands at the fields. */
function usePreview(row: TriggerFieldsProps['row']): Preview {
  const { cron, time_zone: timeZone } = scheduleOf(row);
  const [asked] = useDebouncedValue(JSON.stringify([cron, timeZone ?? 'UTC']), typingMs);
  const [askedCron = '', askedZone = 'UTC'] = JSON.parse(asked) as string[];
  const { data, error } = useQuery(
    api.fires.preview.queryOptions({
      input: { schedule: { cron: askedCron, time_zone: askedZone } },
      enabled: askedCron !== '',
      retry: false,
      placeholderData: keepPreviousData,
    }),
  );
  if (cron === '') return { problems: {}, data: undefined, trouble: 'Type when it is to start.' };
  if (!error) return { problems: {}, data, trouble: undefined };
  const problems: Record<string, string> = {};
  for (const { path, message } of callFailure(error).problems) {
    const field = startFieldOf(`triggers[0].${path}`, {
      ...noStarts,
      triggers: [{ ...row, key: 0 }],
    });
    if (field !== undefined) problems[field.replace('triggers.0.', '')] ??= sentence(message);
  }
  const trouble = Object.keys(problems).length === 0 ? troubleOf(error, 'No preview').message : undefined;
  return { problems, data: undefined, trouble };
}
