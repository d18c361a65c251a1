import { Button } from '@mantine/core';
import { IconPlayerStop, IconRotateClockwise } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { BackfillSummary } from '../../shared/contract/backfills.ts';
import { isBuildOver } from '../../shared/domain/build-state.ts';
import { rangeText } from '../../shared/domain/intervals.ts';
import { api } from '../api.ts';
import { troubleOf } from '../call-error.ts';
import { askWhy, confirm, explain } from '../ui/dialogs.tsx';
import { showToast } from '../ui/notices.ts';
import { counted } from '../ui/numbers.ts';
import { once } from '../ui/once.ts';
import { sizes } from '../ui/theme.ts';

/** What can be done with a backfill as it is: cancelling it, or going on with it. */
export function BackfillActions({ backfill }: { backfill: BackfillSummary }) {
  const { state } = backfill;
  if (state === 'running') return <CancelBackfill backfill={backfill} />;
  return isBuildOver(state) && state !== 'completed' ? <ResumeBackfill backfill={backfill} /> : null;
}

function CancelBackfill({ backfill }: { backfill: BackfillSummary }) {
  const { id, job, environment } = backfill;
  const cancel = useMutation(api.backfills.cancel.mutationOptions());
  const ask = async () => {
    const reason = await askWhy({
      title: `Cancel backfill #${id}?`,
      body: `The run of ${job} under way in ${environment} is cancelled, and those that would follow do not start. What was built stays, and it can be gone on with.`,
      verb: 'Cancel backfill',
      danger: true,
      no: 'Let it run',
    });
    if (reason === null) return;
    once(`cancel-backfill:${id}`, async () => {
      await cancel
        .mutateAsync({ backfill: id, reason })
        .catch(error => explain(troubleOf(error, `Backfill #${id} was not cancelled`)));
    });
  };
  return (
    <Button
      leftSection={<IconPlayerStop size={sizes.iconSmall} aria-hidden />}
      loading={cancel.isPending}
      onClick={() => void ask()}
    >
      Cancel…
    </Button>
  );
}

function ResumeBackfill({ backfill }: { backfill: BackfillSummary }) {
  const { id, job, environment, counts, time_zone } = backfill;
  const resume = useMutation(api.backfills.resume.mutationOptions());
  const left = Object.values(counts).reduce((sum, n) => sum + n, 0) - counts.completed;
  const ask = async () => {
    const sure = await confirm({
      title: `Go on with backfill #${id}?`,
      body: `What it did not build of ${rangeText(backfill, time_zone)} is built in ${environment}: ${counted(left, 'run')} of ${job}, with the version and definition that it began with.`,
      verb: 'Go on',
    });
    if (!sure) return;
    once(`resume-backfill:${id}`, async () => {
      await resume.mutateAsync({ backfill: id }).then(
        () => showToast(`Backfill #${id} goes on`),
        error => explain(troubleOf(error, `Backfill #${id} was not gone on with`)),
      );
    });
  };
  return (
    <Button
      leftSection={<IconRotateClockwise size={sizes.iconSmall} aria-hidden />}
      loading={resume.isPending}
      onClick={() => void ask()}
    >
      Go on…
    </Button>
  );
}
