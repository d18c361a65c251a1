import { ActionIcon, Button } from '@mantine/core';
import { IconRefresh, IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { formatDuration } from '../../../../shared/domain/duration.ts';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { announce } from '../../../ui/announcer.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { sizes } from '../../../ui/theme.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import { DeliveryStateChip } from '../deliveries/delivery-state.tsx';
import classes from './test-result.module.css';

/** Sending a test message through a channel as it is saved; says how it ended to those who listen. */
export function useChannelTest() {
  return useMutation(
    api.channels.test.mutationOptions({
      onSuccess: ({ ok, message }) => announce(`Test ${ok ? 'delivered' : 'failed'}: ${message}`),
    }),
  );
}

interface Props {
  test: ReturnType<typeof useChannelTest>;
  /** What is typed is not what was tested. */
  edited: boolean;
  onAgain: () => void;
}

/** The last test of a channel, or the one that is under way. */
export function TestResult({ test, edited, onAgain }: Props) {
  return (
    <section className={classes.panel} aria-label="Test" aria-busy={test.isPending}>
      <header className={classes.head}>
        <h2>Test</h2>
        {test.data && <DeliveryStateChip state={test.data.ok ? 'delivered' : 'failed'} filled />}
        {edited && <span className={classes.dim}>as it is saved, without your changes</span>}
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
        <ActionIcon aria-label="Close the test" onClick={test.reset}>
          <IconX size={sizes.icon} aria-hidden />
        </ActionIcon>
      </header>
      {test.isPending ? (
        <Waiting lines={1} label="Sending a test message" />
      ) : test.error ? (
        <div className={classes.body}>
          <ErrorPanel trouble={troubleOf(test.error, 'The test could not be made')} />
        </div>
      ) : (
        test.data && (
          <p className={classes.body}>
            {test.data.message} <span className={classes.dim}>{formatDuration(test.data.elapsed_ms)}</span>
          </p>
        )
      )}
    </section>
  );
}
