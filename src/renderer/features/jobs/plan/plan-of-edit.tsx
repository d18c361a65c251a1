import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { Job, JobDefinition } from '../../../../shared/contract/jobs.ts';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import { PlanView } from './plan-view.tsx';

/** Whoever types is not disturbed: the warehouse is asked once they pause. */
const typingMs = 600;

interface Props {
  job: Job | null;
  definition: JobDefinition;
  /** Something in it is wrong or missing. */
  broken: boolean;
}

/** What a run of the definition being edited would do. */
export function PlanOfEdit({ job, definition, broken }: Props) {
  const [asked] = useDebouncedValue(JSON.stringify(definition), typingMs);
  const { data, error } = useQuery({
    ...api.jobs.planDefinition.queryOptions({
      input: {
        definition: JSON.parse(asked) as JobDefinition,
        ...(job === null ? {} : { id: job.id }),
      },
    }),
    enabled: !broken,
    placeholderData: before => before,
    retry: false,
  });
  if (broken) return <p>Once nothing is missing: each statement that a run would send.</p>;
  if (error) return <ErrorPanel trouble={troubleOf(error, 'It could not be planned')} />;
  return data ? <PlanView plan={data} /> : <Waiting lines={4} label="Planning" />;
}
