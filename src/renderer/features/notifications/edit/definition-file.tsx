import { useMemo } from 'react';
import { CodeView } from '../../../ui/sql/code-view.tsx';
import { yamlText, type YamlValue } from '../../../ui/yaml.ts';
import classes from '../notifications.module.css';

interface Props {
  kind: 'channel' | 'rule';
  definition: { name: string };
  /** It has changes that are not saved yet. */
  edited: boolean;
}

/** A channel or a rule as the file that `notify channel apply` or `notify rule apply` reads. */
export function DefinitionFile({ kind, definition, edited }: Props) {
  const text = useMemo(() => {
    const { name, ...rest } = definition as { name: string } & Record<string, YamlValue>;
    return yamlText({ name, ...rest }).trimEnd();
  }, [definition]);
  return (
    <div className={classes.file}>
      <p className={classes.fileHint}>
        {edited ? 'With the changes that are not saved yet. ' : ''}The command line reads it:{' '}
        <code>
          slipway notify {kind} apply --file {definition.name === '' ? kind : definition.name}.yaml
        </code>
      </p>
      <div className={classes.fileText}>
        <CodeView fill plain sql={text} label="YAML" />
      </div>
    </div>
  );
}
