import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../api.ts';
import { callFailure, troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import { boardHref, historyHref } from '../promotion-data.ts';
import { PlanView } from './plan-view.tsx';

/** A promotion by its id: what it would do, or did. */
export function PlanScreen({ id }: { id: number }) {
  const { data, error } = useQuery(api.promotions.get.queryOptions({ input: { promotion: id } }));
  if (data) return <PlanView key={data.id} plan={data} promotion={data.promotion} />;
  return (
    <>
      <BreadcrumbBar crumbs={[{ label: 'Promote', href: boardHref }, { label: `#${id}` }]} />
      {error === null ? (
        <Waiting lines={12} label="Loading the plan" />
      ) : callFailure(error).code === 'not_found' ? (
        <EmptyState action={<Button onClick={() => navigate(historyHref)}>Show all promotions</Button>}>
          There is no promotion #{id}.
        </EmptyState>
      ) : (
        <ErrorPanel trouble={troubleOf(error, 'The plan could not be loaded')} />
      )}
    </>
  );
}
