import { IconAlertTriangle } from '@tabler/icons-react';
import { sizes } from '../../../ui/theme.ts';
import { RelativeTime } from '../../../ui/time-text.tsx';
import classes from './plan.module.css';

interface Props {
  warnings: readonly string[];
  /** When the plan was made, where that is over: what it warned of may have changed since. */
  plannedAt: string | null;
}

export function WarningsSection({ warnings, plannedAt }: Props) {
  if (warnings.length === 0) return null;
  return (
    <>
      {plannedAt !== null && (
        <p className={classes.quiet}>
          So it was when this was planned, <RelativeTime at={plannedAt} />:
        </p>
      )}
      <ul
        className={classes.warnings}
        data-tone={plannedAt === null ? 'warning' : 'muted'}
        aria-label={plannedAt === null ? 'Warnings' : 'Warnings when it was planned'}
      >
        {warnings.map(warning => (
          <li key={warning}>
            <IconAlertTriangle size={sizes.iconSmall} aria-hidden />
            <span>{warning}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
