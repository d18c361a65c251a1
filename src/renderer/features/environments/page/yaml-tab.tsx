import { useMemo } from 'react';
import type { EnvironmentDefinition } from '../../../../shared/contract/environments.ts';
import { CodeView } from '../../../ui/sql/code-view.tsx';
import { yamlText } from '../../../ui/yaml.ts';
import classes from './page.module.css';

interface Props {
  definition: EnvironmentDefinition;
  /** In the order of promotion, from 0. */
  position: number;
  /** It has changes that are not saved yet. */
  edited: boolean;
}

/** The environment as the file that `env apply` reads. */
export function YamlTab({ definition, position, edited }: Props) {
  const text = useMemo(() => {
    const { name, connection, description, ...rest } = definition;
    return yamlText({ name, connection, description, position, ...rest }).trimEnd();
  }, [definition, position]);
  return (
    <div className={classes.yaml}>
      <p className={classes.yamlHint}>
        {edited ? 'With the changes that are not saved yet. ' : ''}The command line reads it:{' '}
        <code>slipway env apply --file {definition.name === '' ? 'environment' : definition.name}.yaml</code>
      </p>
      <div className={classes.yamlText}>
        <CodeView fill plain sql={text} label="YAML" />
      </div>
    </div>
  );
}
