import { ActionIcon, Button } from '@mantine/core';
import { IconRefresh, IconX } from '@tabler/icons-react';
import { troubleOf } from '../../../call-error.ts';
import { StateChip } from '../../../ui/chip.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { sizes } from '../../../ui/theme.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import classes from './test.module.css';
import { outcomeOf, TestStages } from './test-stages.tsx';
import type { EnvironmentTest } from './use-environment-test.ts';

interface Props {
  test: EnvironmentTest;
  /** What was tested: "prod as saved". */
  subject: string;
  onAgain: () => void;
  onClose?: () => void;
}

/** The last test, or the one that is going on. */
export function TestPanel({ test, subject, onAgain, onClose }: Props) {
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
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconRefresh size={sizes.iconSmall} aria-hidden />}
          loading={test.isPending}
          onClick={onAgain}
        >
          Test again
        </Button>
        {onClose && (
          <ActionIcon aria-label="Close the test" onClick={onClose}>
            <IconX size={sizes.icon} aria-hidden />
          </ActionIcon>
        )}
      </header>
      {test.isPending ? (
        <Waiting lines={6} label="Testing" />
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
