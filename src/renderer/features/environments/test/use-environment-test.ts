import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { EnvironmentDefinition, TestStage } from '../../../../shared/contract/environments.ts';
import { client } from '../../../api.ts';
import { announce } from '../../../ui/announcer.tsx';
import { outcomeOf } from './outcome.ts';

interface Input {
  /** By id or name, or as it is typed. */
  environment: string | EnvironmentDefinition;
  /** Where the connection is not saved. */
  trust_hosts?: string[] | undefined;
}

export interface EnvironmentTest {
  isIdle: boolean;
  isPending: boolean;
  /** When the one that is going on began, ms since the epoch. */
  beganAtMs: number;
  data: { ok: boolean; stages: TestStage[] } | undefined;
  error: Error | null;
  run: (input: Input) => void;
  /** Forgets the last one; one that is going on is waited for no longer. */
  stop: () => void;
}

/** Trying out an environment, saved or not; says how it ended to those who listen. */
export function useEnvironmentTest(): EnvironmentTest {
  const waiting = useRef<AbortController>(null);
  const { mutate, reset, isIdle, isPending, data, error, submittedAt } = useMutation({
    mutationFn: (input: Input) => {
      waiting.current?.abort();
      waiting.current = new AbortController();
      return client.environments.test(input, { signal: waiting.current.signal });
    },
    onSuccess: ({ stages }) => announce(`Test: ${outcomeOf(stages).words}`),
  });
  useEffect(() => () => waiting.current?.abort(), []);
  return {
    isIdle,
    isPending,
    beganAtMs: submittedAt,
    data,
    error,
    run: mutate,
    stop: () => {
      // First: that nobody waits any more is no failure to be shown.
      reset();
      waiting.current?.abort();
    },
  };
}
