import { create } from 'zustand';
import { api, client, queryClient } from '../../api.ts';
import { troubleOf } from '../../call-error.ts';
import { navigate } from '../../location.ts';
import { explain } from '../../ui/dialogs.tsx';
import { planHref } from './promotion-data.ts';

interface Wanted {
  model: { id: number; name: string };
  cell: { environment: string; job: string; job_id: number };
  tag: string;
}

/** By job id, the tags that are being planned: shown where the plan was asked for. */
export const usePlanning = create<{ tags: ReadonlyMap<number, string> }>(() => ({ tags: new Map() }));

function setPlanning(job: number, tag: string | null): void {
  usePlanning.setState(({ tags }) => {
    const next = new Map(tags);
    if (tag === null) next.delete(job);
    else next.set(job, tag);
    return { tags: next };
  });
}

/** Plans a promotion and opens the plan; changes nothing that runs. */
export async function startPlan({ model, cell, tag }: Wanted): Promise<void> {
  if (usePlanning.getState().tags.has(cell.job_id)) return;
  setPlanning(cell.job_id, tag);
  try {
    const plan = await client.promotions.plan({
      model: String(model.id),
      environment: cell.environment,
      job: String(cell.job_id),
      tag,
    });
    await queryClient.prefetchQuery(api.promotions.get.queryOptions({ input: { promotion: plan.id } }));
    navigate(planHref(plan.id));
  } catch (error) {
    explain(troubleOf(error, `${tag} of ${model.name} was not planned for ${cell.environment}`));
  } finally {
    setPlanning(cell.job_id, null);
  }
}
