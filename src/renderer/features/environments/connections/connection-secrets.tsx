import type { Connection } from '../../../../shared/contract/connections.ts';
import { SecretStateChip } from '../../../parts/secrets/secret-state.tsx';
import classes from './connections.module.css';

type Needed = Connection['secrets'][number];

/** Whether a connection has what it signs in with; of several secrets the one that is amiss speaks for all. */
export function ConnectionSecrets({ secrets }: Pick<Connection, 'secrets'>) {
  const worst = secrets.find(isUnset) ?? secrets.find(({ problem }) => problem !== null) ?? secrets[0];
  if (!worst) return <span className={classes.dim}>needs none</span>;
  return (
    <span title={secrets.map(stateText).join('\n')}>
      <SecretStateChip source={worst.source} problem={worst.problem} />
    </span>
  );
}

/** It is known to have no value. */
export const isUnset = ({ source, problem }: Needed): boolean => source === null && problem === null;

function stateText({ name, source, problem }: Needed): string {
  return `${name}: ${problem ?? (source === null ? 'not set' : 'set')}`;
}
