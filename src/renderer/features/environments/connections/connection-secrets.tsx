import type { Connection } from '../../../../shared/contract/connections.ts';
import { SecretStateChip } from '../../notifications/secrets/secret-state.tsx';
import classes from './connections.module.css';

/** Whether a connection has what it signs in with. */
export function ConnectionSecrets({ secrets }: Pick<Connection, 'secrets'>) {
  if (secrets.length === 0) return <span className={classes.dim}>needs none</span>;
  const missing = secrets.filter(({ source }) => source === null);
  const title = secrets
    .map(({ name, source }) => `${name}: ${source === null ? 'not set' : 'set'}`)
    .join('\n');
  return (
    <span title={title}>
      <SecretStateChip source={missing.length > 0 ? null : (secrets[0]?.source ?? null)} />
    </span>
  );
}
