import { IconAlertTriangle } from '@tabler/icons-react';
import type { ComingFire } from '../../shared/contract/fires.ts';
import { sizes } from '../ui/theme.ts';
import { RelativeTime } from '../ui/time-text.tsx';
import classes from './coming-fires.module.css';

/** Coming fires in the zone of their schedule; a change of clocks near one is said. */
export function ComingFires({
  fires,
  label = 'Next fires',
}: {
  fires: readonly ComingFire[];
  label?: string;
}) {
  if (fires.length === 0) return <p className={classes.none}>No fire is coming.</p>;
  return (
    <ol className={classes.fires} aria-label={label}>
      {fires.map(fire => (
        <li key={`${fire.nominal_at} ${fire.due_at}`}>
          <span className={classes.local}>{fire.local}</span>
          <span className={classes.when}>
            <RelativeTime at={fire.due_at} />
          </span>
          {fire.note !== null && (
            <span className={classes.note} data-tone="warning">
              <IconAlertTriangle size={sizes.iconSmall} aria-hidden /> {fire.note}
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}
