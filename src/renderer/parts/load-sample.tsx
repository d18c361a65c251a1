import { Button, Progress } from '@mantine/core';
import { IconDatabaseImport } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../api.ts';
import { troubleOf } from '../call-error.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { showToast } from '../ui/notices.ts';
import { sizes } from '../ui/theme.ts';
import classes from './load-sample.module.css';

interface Step {
  message: string;
  done: number;
  total: number;
}

/** Offers the sample where there is one that has not been loaded; tells how far loading is. */
export function LoadSample() {
  const { data } = useQuery(api.sample.status.queryOptions());
  const [step, setStep] = useState<Step>();
  const load = useMutation({
    mutationFn: async () => {
      for await (const next of await client.sample.load()) setStep(next);
    },
    onSuccess: () => showToast('The sample is loaded'),
  });
  if (!data?.available || data.loaded) return null;
  return (
    <div className={classes.sample}>
      <Button
        leftSection={<IconDatabaseImport size={sizes.iconSmall} aria-hidden />}
        loading={load.isPending}
        onClick={() => load.mutate()}
      >
        Load the sample “Flights”
      </Button>
      {load.isPending && step && (
        <output className={classes.step}>
          {step.message}
          <Progress value={(100 * step.done) / Math.max(1, step.total)} aria-label="Loading the sample" />
        </output>
      )}
      {load.error && <ErrorPanel trouble={troubleOf(load.error, 'The sample was not loaded')} />}
    </div>
  );
}
