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

/** The connection as the file that the command line writes and reads. */
export function ConnectionYaml({ definition, edited }: Props) {
  const text = useMemo(() => yamlText(definition).trimEnd(), [definition]);
  return (
    <div className={pageClasses.yaml}>
      <p className={pageClasses.yamlHint}>
        {edited ? 'With the changes that are not saved yet. ' : ''}As <code>slipway export</code> writes it to{' '}
        <code>connections/{definition.name === '' ? 'connection' : definition.name}.yaml</code>, and as it may
        stand under <code>connection:</code> of an environment. It names secrets and holds none.
      </p>
      <div className={pageClasses.yamlText}>
        <CodeView fill plain sql={text} label="YAML" />
      </div>
    </div>
  );
}
