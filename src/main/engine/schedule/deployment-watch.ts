import type { Due } from '../alarm.ts';
import type { Context } from '../context.ts';
import type { Runs } from '../runs/runs.ts';

const maxTogether = 100;

/** Starts what waits for deployments: each is looked at once, in the order they happened, also those of other engines. */
export function createDeploymentWatch({ store }: Context, runs: Runs): Due {
  const { promotions } = store.sql;
  const seen = () => promotions.deploymentsSeen.get() ?? 0;
  const unseen = () => (promotions.lastDeployment.get() ?? 0) > seen();
  return {
    next: now => (unseen() ? now : null),

    async run() {
      while (unseen()) {
        await runs.triggers.write(tx => {
          const rows = promotions.deploymentsAfter.all(seen(), maxTogether);
          for (const row of rows) {
            const { id, environment_id, model_id, actor } = row;
            const text = `${row.model_name} ${row.tag ?? `v${row.version}`} went live in ${row.environment_name}`;
            runs.triggers.deployed(tx, { id, environment_id, model_id, actor, text });
          }
          const last = rows.at(-1);
          if (last) promotions.setDeploymentsSeen.run(last.id);
        });
      }
    },
  };
}
