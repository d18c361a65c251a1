import { client } from '../../api.ts';
import { troubleOf } from '../../call-error.ts';
import { explain } from '../../ui/dialogs.tsx';
import { addNotice, showToast } from '../../ui/notices.ts';
import { planHref } from './promotion-data.ts';
import { runningText } from './promotion-words.ts';

/** Goes back to what ran before a promotion, at once: a promotion of its own, which can be undone by another. */
export async function rollBack(
  promotion: number,
  of: { model: string; environment: string; job: string },
): Promise<void> {
  const { model, environment, job } = of;
  try {
    const done = await client.promotions.rollback({ model, environment, job, promotion });
    const title = `${environment} runs ${runningText(done.to)} of ${model} again`;
    showToast(title);
    addNotice({ tone: 'success', title, message: `${job} was rolled back`, href: planHref(done.id) });
  } catch (error) {
    explain(troubleOf(error, `${model} was not rolled back in ${environment}`));
  }
}
