import { ActionIcon, Button } from '@mantine/core';
import { IconPlayerStop, IconRefresh, IconX } from '@tabler/icons-react';
import { formatDuration } from '../../../../shared/domain/duration.ts';
import { troubleOf } from '../../../call-error.ts';
import { StateChip } from '../../../ui/chip.tsx';
import { useNow } from '../../../ui/clock.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { sizes } from '../../../ui/theme.ts';
import { Later } from '../../../ui/waiting.tsx';
import { outcomeOf } from './outcome.ts';
import classes from './test.module.css';
import { PendingStages, TestStages } from './test-stages.tsx';
import type { EnvironmentTest } from './use-environment-test.ts';

interface Props {
  test: EnvironmentTest;
  /** What was tested: "prod as saved". */
  subject: string;
  /** What somebody has to do meanwhile. */
  asked?: string | undefined;
  onAgain: () => void;
}

/** The last test, or the one that is going on. Closing the panel is the end of waiting for it. */
export function TestPanel({ test, subject, asked, onAgain }: Props) {
  const outcome = test.data && outcomeOf(test.data.stages);
  return (
    <section className={classes.panel} aria-label="Test" aria-busy={test.isPending}>
      <header className={classes.head}>
        <h2>Test</h2>
        <span className={classes.subject}>{subject}</span>
        {outcome && (
          <StateChip tone={outcome.tone} icon={outcome.icon} filled>
            {outcome.words}
          </StateChip>
        )}
        <span className={classes.gap} />
        {test.isPending ? (
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconPlayerStop size={sizes.iconSmall} aria-hidden />}
            onClick={test.stop}
          >
            Stop waiting
          </Button>
        ) : (
          <>
            <Button
              variant="subtle"
              color="gray"
              leftSection={<IconRefresh size={sizes.iconSmall} aria-hidden />}
              onClick={onAgain}
            >
              Test again
            </Button>
            <ActionIcon aria-label="Close the test" onClick={test.stop}>
              <IconX size={sizes.icon} aria-hidden />
            </ActionIcon>
          </>
        )}
      </header>
      {test.isPending ? (
        <Later>
          <Progress beganAtMs={test.beganAtMs} asked={asked} />
          <PendingStages />
        </Later>
      ) : test.error ? (
        <div className={classes.failed}>
          <ErrorPanel trouble={troubleOf(test.error, 'The test could not be made')} />
        </div>
      ) : (
        test.data && <TestStages stages={test.data.stages} />
      )}
    </section>
  );
}

/** How long it has been going on; the answer comes for all stages together. */
function Progress({ beganAtMs, asked }: { beganAtMs: number; asked: string | undefined }) {
  const seconds = Math.max(0, Math.round((useNow() - beganAtMs) / 1_000));
  return (
    <p className={classes.progress}>
      Testing for {seconds < 60 ? `${seconds} s` : formatDuration(1_000 * seconds)}; the stages are told
      together, at the end. {asked}
    </p>
  );
}
