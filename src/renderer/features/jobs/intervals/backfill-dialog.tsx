import { Button, Checkbox, Modal, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { JobIntervals } from '../../../../shared/contract/intervals.ts';
import type { JobSummary } from '../../../../shared/contract/jobs.ts';
import { usualChunk } from '../../../../shared/domain/intervals.ts';
import { api } from '../../../api.ts';
import { callFailure, troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { backfillHref } from '../../../parts/backfill-facts.tsx';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { useEnvironments } from '../../../parts/environments.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { showToast } from '../../../ui/notices.ts';
import { counted } from '../../../ui/numbers.ts';
import { once } from '../../../ui/once.ts';
import { sizes } from '../../../ui/theme.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import dialogClasses from '../dialogs/dialogs.module.css';
import { closeJobDialog } from '../dialogs/dialog-state.ts';
import { sentence } from '../edit/job-problems.ts';
import { below } from '../edit/overlap-field.tsx';
import classes from './backfill.module.css';
import { backfillFormOf, backfillInput, chunkProblem } from './backfill-form.ts';
import { BackfillPlanView } from './backfill-plan.tsx';

/** Whoever types is not disturbed: the warehouse is asked once they pause. */
const typingMs = 500;

interface Props {
  job: JobSummary;
  /** What is to be built; all that is missing where nobody says so. */
  range: { from: string; to: string } | undefined;
  /** It is built, and to be built again. */
  restate: boolean;
}

/** Asks which intervals are to be built, and shows what that means before it is done. */
export function BackfillDialog({ job, range, restate }: Props) {
  // What is missing as the dialog opens: the fields do not change while somebody types.
  const { data, error } = useQuery({
    ...api.jobs.intervals.queryOptions({ input: { job: String(job.id), limit: 1 } }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    meta: { kept: true },
  });
  return (
    <Modal opened onClose={closeJobDialog} title={`Backfill ${job.name}`} size={sizes.dialogWide}>
      {data ? (
        <BackfillFields job={job} intervals={data} range={range} restate={restate} />
      ) : error ? (
        <ErrorPanel trouble={troubleOf(error, 'Its intervals could not be read')} />
      ) : (
        <Waiting lines={6} label="Reading intervals" />
      )}
    </Modal>
  );
}

function BackfillFields({ job, intervals, range, restate }: Props & { intervals: JobIntervals }) {
  const { interval, time_zone: zone } = intervals;
  const environment = useEnvironments().find(({ id }) => id === job.environment_id);
  const [form, setForm] = useState(() => backfillFormOf(intervals, range, restate));
  const [tried, setTried] = useState(false);
  const wrongChunk = chunkProblem(form.chunk);
  const { cause, ...typed } = form;
  const [asked] = useDebouncedValue(JSON.stringify(typed), typingMs);
  const plan = useQuery({
    ...api.backfills.plan.queryOptions({
      input: { job: String(job.id), ...backfillInput(JSON.parse(asked) as typeof typed) },
    }),
    enabled: wrongChunk === undefined,
    retry: false,
    placeholderData: keepPreviousData,
    // Not asked of the warehouse again with every run that ends meanwhile.
    meta: { kept: true },
  });
  const start = useMutation(
    api.backfills.start.mutationOptions({
      onSuccess: ({ id }) => {
        closeJobDialog();
        showToast(`Backfill #${id} of ${job.name} started`);
        navigate(backfillHref(id));
      },
    }),
  );
  const set = (changes: Partial<typeof form>) => {
    start.reset();
    setForm({ ...form, ...changes });
  };
  const isSettled =
    wrongChunk === undefined && asked === JSON.stringify(typed) && !plan.isPlaceholderData && !plan.error;
  const runs = isSettled ? (plan.data?.chunks.length ?? 0) : 0;
  const needsReason = environment?.protected === true && form.restate;
  const lacksReason = needsReason && cause.trim() === '';
  const problems = problemsIn(wrongChunk === undefined ? plan.error : null, start.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (runs === 0 || lacksReason) return;
    once(`backfill:${job.id}`, () =>
      start.mutateAsync({ job: String(job.id), ...backfillInput(form), cause: cause.trim() }),
    );
  };
  const time = (part: 'from' | 'to') => ({
    type: interval === 'hour' ? 'datetime-local' : 'date',
    value: form[part],
    error: problems[part],
    onChange: (event: { currentTarget: HTMLInputElement }) => set({ [part]: event.currentTarget.value }),
  });
  return (
    <form className={dialogClasses.form} noValidate onSubmit={submit}>
      <div className={dialogClasses.summary} data-hue={environment?.colour}>
        <p>
          Builds intervals of <b>{job.target ?? job.name}</b>, {interval} by {interval}, in{' '}
          {environment ? <EnvironmentChip environment={environment} /> : job.environment}: one run after the
          other, below all other runs.
        </p>
      </div>
      <div className={classes.three}>
        <TextInput
          label="From"
          {...below}
          description={interval === 'day' ? `In ${zone}` : `Widened to whole ${interval}s, in ${zone}`}
          data-autofocus
          {...time('from')}
        />
        <TextInput
          label="To"
          {...below}
          description="Exclusive: what begins then is not built"
          {...time('to')}
        />
        <TextInput
          label={`${sentence(interval)}s in a run`}
          {...below}
          description="At most"
          inputMode="numeric"
          autoComplete="off"
          placeholder={`${usualChunk[interval]}, as usual`}
          value={form.chunk}
          error={wrongChunk ?? problems.chunk}
          onChange={event => set({ chunk: event.currentTarget.value })}
        />
      </div>
      <Checkbox
        label="Build again what is built (restatement)"
        description="Without it only what is missing is built"
        checked={form.restate}
        onChange={event => set({ restate: event.currentTarget.checked })}
      />
      <section className={classes.preview} aria-label="What would be built" aria-busy={!isSettled}>
        {wrongChunk !== undefined || problems.onlyFields ? (
          <p className={dialogClasses.dim}>No preview: see above.</p>
        ) : plan.error ? (
          <ErrorPanel trouble={troubleOf(plan.error, 'That cannot be built')} />
        ) : plan.data ? (
          <BackfillPlanView plan={plan.data} />
        ) : (
          <Waiting lines={4} label="Planning" />
        )}
      </section>
      <Textarea
        label="Why"
        required={needsReason}
        error={tried && lacksReason ? 'Say why it is to be built again' : problems.cause}
        description={
          needsReason
            ? `Kept with the backfill and its runs; ${job.environment} is protected, building again there needs a reason`
            : 'Kept with the backfill and its runs'
        }
        autosize
        minRows={1}
        maxRows={4}
        maxLength={500}
        value={cause}
        onChange={event => set({ cause: event.currentTarget.value })}
      />
      {start.error && !problems.onlyFields && (
        <ErrorPanel trouble={troubleOf(start.error, 'The backfill was not started')} />
      )}
      <div className={dialogClasses.buttons}>
        <Button onClick={closeJobDialog}>Cancel</Button>
        <Button type="submit" variant="filled" loading={start.isPending} disabled={runs === 0}>
          {runs === 0 ? 'Start' : `Start ${counted(runs, 'run')} in ${job.environment}`}
        </Button>
      </div>
    </form>
  );
}

const fields = ['from', 'to', 'chunk', 'cause'] as const;

/** What the engine found wrong, at the fields it is about, and whether that is all. */
function problemsIn(
  ...errors: readonly unknown[]
): Partial<Record<(typeof fields)[number], string>> & { onlyFields: boolean } {
  const found = errors.flatMap(error => (error ? callFailure(error).problems : []));
  const isField = (path: string) => fields.some(field => field === path);
  return {
    ...Object.fromEntries(
      found.filter(({ path }) => isField(path)).map(({ path, message }) => [path, sentence(message)]),
    ),
    onlyFields: found.length > 0 && found.every(({ path }) => isField(path)),
  };
}
