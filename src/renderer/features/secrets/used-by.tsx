import { Fragment } from 'react';
import type { Secret } from '../../../shared/contract/secrets.ts';
import { AreaLink } from '../../parts/areas.tsx';
import { usersOf } from './secret-actions.tsx';
import classes from './secrets.module.css';

/** Who names a secret, each a link to where it is named. */
export function UsedBy({ secret }: { secret: Secret }) {
  const { channels, connections } = secret.used_by;
  const users = [
    ...connections.map(name => ({ name, to: `/environments/connections/${name}` })),
    ...channels.map(name => ({ name, to: `/notifications/channels/${name}` })),
  ];
  if (users.length === 0) return <span className={classes.faint}>nothing</span>;
  return (
    <span title={usersOf(secret).join(', ')}>
      {users.map(({ name, to }, index) => (
        <Fragment key={`${to} ${name}`}>
          {index > 0 && ', '}
          <AreaLink to={to} inGrid>
            {name}
          </AreaLink>
        </Fragment>
      ))}
    </span>
  );
}
