import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { useEnvironments } from '../../../parts/environments.ts';
import classes from './edit.module.css';

/** Environments by name, with their colours; protected ones with their lock. */
export function EnvironmentNames({ names }: { names: readonly string[] }) {
  const environments = useEnvironments().filter(({ name }) => names.includes(name));
  return (
    <ul className={classes.names} aria-label="Environments that use it">
      {environments.map(environment => (
        <li key={environment.id}>
          <EnvironmentChip environment={environment} />
        </li>
      ))}
    </ul>
  );
}
