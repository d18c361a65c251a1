import { client } from '../api.ts';
import { troubleOf } from '../call-error.ts';
import { explain } from '../ui/dialogs.tsx';
import { once } from '../ui/once.ts';

/** The plan has been seen: it is told no more. It stays to be looked at until the next one. */
export function dismissWakePlan(): void {
  once('dismiss_wake_plan', async () => {
    try {
      await client.fires.dismissWakePlan({});
    } catch (error) {
      explain(troubleOf(error, 'The wake plan was not dismissed'));
    }
  });
}
