import { IconAlertTriangle } from '@tabler/icons-react';
import { sizes } from '../../../ui/theme.ts';
import classes from './plan.module.css';

export function WarningsSection({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  return (
    <ul className={classes.warnings} data-tone="warning" aria-label="Warnings">
      {warnings.map(warning => (
        <li key={warning}>
          <IconAlertTriangle size={sizes.iconSmall} aria-hidden />
          <span>{warning}</span>
        </li>
      ))}
    </ul>
  );
}
