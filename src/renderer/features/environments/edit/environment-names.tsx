import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { useEnvironments } from '../../../parts/environments.ts';
import classes from './edit.module.css';

interface Props {
  names: readonly string[];
  /** For tables: what does not fit is cut off. */
  oneLine?: boolean;
}

/** Environments by name, with their colours; protected ones with their lock. */
export function EnvironmentNames({ names, oneLine = false }: Props) {
  const environments = useEnvironments().filter(({ name }) => names.includes(name));
  return (
    <ul
      className={classes.names}
      data-one-line={oneLine || undefined}
      aria-label="Environments that use it"
      title={oneLine ? names.join(', ') : undefined}
    >
      {environments.map(environment => (
        <li key={environment.id}>
          <EnvironmentChip environment={environment} />
        </li>
      ))}
    </ul>
  );
}
