import { Button } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import { troubleOf } from '../../../call-error.ts';
import { AreaLink, useHasArea } from '../../../parts/areas.tsx';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Failed } from '../../../ui/failed.tsx';
import { KeyHint } from '../../../ui/key-hint.tsx';
import { sizes } from '../../../ui/theme.ts';
import { RunningDuration } from '../../../ui/time-text.tsx';
import { Later } from '../../../ui/waiting.tsx';
import { RowLimit } from './row-limit.tsx';
import { ResultRows } from './result-rows.tsx';
import classes from './results.module.css';
import { PartLabel } from './part-label.tsx';
import { WriterActions } from './writer-actions.tsx';
import { type Preview, useModelPage } from '../workbench.ts';

/** The rows of the last preview, and everything one has to know about them. */
export function ResultsPanel() {
  const { workbench, environment } = useModelPage();
  const preview = workbench(state => state.preview);
  const canAdd = useHasArea('environments');
  if (preview.status === 'none' && environment) {
    return (
      <EmptyState action={<RowLimit />}>
        Preview the statement under the caret with <KeyHint keys="mod+Enter" />.
      </EmptyState>
    );
  }
  if (preview.status === 'empty') {
    return <EmptyState>There is nothing to run: the text has no statement in it.</EmptyState>;
  }
  if (preview.status === 'none') {
    return (
      <EmptyState action={canAdd && <AreaLink to="/environments">Add an environment</AreaLink>}>
        There is no environment yet to run a preview in.
      </EmptyState>
    );
  }
  return (
    <div className={classes.results} data-hue={preview.where.colour}>
      <Outcome preview={preview} />
    </div>
  );
}

type Done = Exclude<Preview, { status: 'none' | 'empty' }>;

function Outcome({ preview }: { preview: Done }) {
  if (preview.status === 'done') return <ResultRows preview={preview} />;
  return (
    <>
      <div className={classes.facts}>
        <PartLabel part={preview.part} />
        <EnvironmentChip environment={preview.where} />
        <span className={classes.gap} />
        <RowLimit />
      </div>
      {preview.status === 'running' && (
        <Later>
          <EmptyState
            action={
              <Button
                leftSection={<IconPlayerStop size={sizes.iconSmall} aria-hidden />}
                onClick={preview.cancel}
              >
                Cancel
              </Button>
            }
          >
            Running for <RunningDuration since={new Date(preview.startedAtMs).toISOString()} />…
          </EmptyState>
        </Later>
      )}
      {preview.status === 'cancelled' && <EmptyState>The preview was cancelled.</EmptyState>}
      {preview.status === 'failed' && (
        <Failed trouble={troubleOf(preview.error, 'The preview failed')}>
          <WriterActions error={preview.error} />
        </Failed>
      )}
    </>
  );
}
