import { useMemo } from 'react';
import type { ConnectionDefinition } from '../../../../shared/contract/connections.ts';
import { CodeView } from '../../../ui/sql/code-view.tsx';
import { yamlText } from '../../../ui/yaml.ts';
import pageClasses from '../page/page.module.css';

interface Props {
  definition: ConnectionDefinition;
  /** It has changes that are not saved yet. */
  edited: boolean;
}

/** The connection as the file that the command line reads. */
export function ConnectionYaml({ definition, edited }: Props) {
  const text = useMemo(() => yamlText(definition).trimEnd(), [definition]);
  return (
    <div className={pageClasses.yaml}>
      <p className={pageClasses.yamlHint}>
        {edited ? 'With the changes that are not saved yet. ' : ''}It names secrets and holds none. The
        command line reads it:{' '}
        <code>
          slipway connection apply --file {definition.name === '' ? 'connection' : definition.name}.yaml
        </code>
      </p>
      <div className={pageClasses.yamlText}>
        <CodeView fill plain sql={text} label="YAML" />
      </div>
    </div>
  );
}
