import { Link } from 'wouter';
import type { ComputeProfile } from '../../../../shared/contract/compute-profiles.ts';
import { computeProfileHref } from '../environments-data.ts';
import formClasses from '../form/form.module.css';
import classes from './compute.module.css';
import { parameterSql } from './parameters.ts';

interface Props {
  profile: ComputeProfile;
  /** The engine has such a thing. */
  isUsed: boolean;
}

/** The session parameters that a compute profile sets for every statement. */
export function ParameterList({ profile: { id, name, definition }, isUsed }: Props) {
  const parameters = Object.entries(definition.session_parameters ?? {});
  if (parameters.length === 0) return null;
  return (
    <div>
      <h3 className={formClasses.subtitle}>
        Session parameters{isUsed ? '' : ' (not used by DuckDB)'}, from{' '}
        <Link href={computeProfileHref(id)}>{name}</Link>
      </h3>
      <ul className={classes.parameters}>
        {parameters.map(([parameter, value]) => (
          <li key={parameter}>
            <code>{parameterSql(parameter, value)}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}
