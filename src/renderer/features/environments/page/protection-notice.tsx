import { IconAlertTriangle } from '@tabler/icons-react';
import type { Environment } from '../../../../shared/contract/environments.ts';
import { AreaLink } from '../../../parts/areas.tsx';
import { sizes } from '../../../ui/theme.ts';
import { useJobsIn } from '../environments-data.ts';
import classes from './page.module.css';

/** Jobs that follow the latest version stand against protecting their environment: said before saving is tried. */
export function ProtectionNotice({ environment }: { environment: Environment }) {
  const { data: jobs } = useJobsIn(environment.id);
  const following = jobs?.filter(job => job.runs === 'latest') ?? [];
  if (environment.protected || following.length === 0) return null;
  return (
    <div className={classes.notice} data-tone="warning" role="alert">
      <IconAlertTriangle size={sizes.icon} className={classes.noticeIcon} aria-hidden />
      <div>
        <p>
          {environment.name} cannot be protected while jobs in it follow the latest version. Publish them with
          a tag first:
        </p>
        <ul>
          {following.map(({ id, name }) => (
            <li key={id}>
              <AreaLink to={`/jobs/${id}`}>{name}</AreaLink>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
