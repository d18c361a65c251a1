import { useMutation } from '@tanstack/react-query';
import { api } from '../../../api.ts';
import { announce } from '../../../ui/announcer.tsx';
import { outcomeOf } from './test-stages.tsx';

/** Trying out an environment, saved or not; says how it ended to those who listen. */
export function useEnvironmentTest() {
  return useMutation(
    api.environments.test.mutationOptions({
      onSuccess: ({ stages }) => announce(`Test: ${outcomeOf(stages).words}`),
    }),
  );
}

export type EnvironmentTest = ReturnType<typeof useEnvironmentTest>;
