import type { Promotion } from '../../../shared/contract/promotion.ts';
import { client } from '../../api.ts';
import { isDisconnected, troubleOf } from '../../call-error.ts';
import { explain } from '../../ui/dialogs.tsx';
import { addNotice, showToast } from '../../ui/notices.ts';
import { once } from '../../ui/once.ts';
import { planHref } from './promotion-data.ts';
import { rolledBackAlready, runningText } from './promotion-words.ts';

type Of = Pick<Promotion, 'model' | 'environment' | 'job'>;

/** Goes back to what ran before a promotion, at once: a promotion of its own, which can be undone by another. */
export function rollBack(promotion: number, of: Of): void {
  once(rollBackKey(promotion), () => rollBackNow(promotion, of));
}

/** For `once`. */
export const rollBackKey = (promotion: number) => `rollback:${promotion}`;

/** The same for who sees to it that it is asked for once. */
export async function rollBackNow(promotion: number, { model, environment, job }: Of): Promise<void> {
  try {
    const done = await client.promotions.rollback({ model, environment, job, promotion });
    const title = `${environment} runs ${runningText(done.to)} of ${model} again`;
    showToast(title);
    addNotice({ tone: 'success', title, message: `${job} was rolled back`, href: planHref(done.id) });
  } catch (error) {
    const already = isDisconnected(error)
      ? undefined
      : await undoneMeanwhile(promotion, { model, environment });
    if (already !== undefined) {
      showToast(already);
      return;
    }
    explain(
      troubleOf(
        error,
        isDisconnected(error)
          ? `It is not known whether ${model} was rolled back in ${environment}`
          : `${model} was not rolled back in ${environment}`,
      ),
    );
  }
}

/** What to say when somebody else, or another window, was first; undefined when nobody was. */
async function undoneMeanwhile(
  promotion: number,
  of: Pick<Of, 'model' | 'environment'>,
): Promise<string | undefined> {
  try {
    const found = await client.promotions.get({ promotion });
    if (found.state !== 'rolled_back') return undefined;
    const { promotions } = await client.promotions.list({ ...of, limit: 100 });
    return rolledBackAlready(found.promotion, promotions);
  } catch {
    // The error that led here is told then.
    return undefined;
  }
}
