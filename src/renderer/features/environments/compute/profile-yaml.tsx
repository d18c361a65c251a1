import { useMemo } from 'react';
import type { ComputeProfileDefinition } from '../../../../shared/contract/compute-profiles.ts';
import { CodeView } from '../../../ui/sql/code-view.tsx';
import { yamlText } from '../../../ui/yaml.ts';
import pageClasses from '../page/page.module.css';

interface Props {
  definition: ComputeProfileDefinition;
  /** It has changes that are not saved yet. */
  edited: boolean;
}

/** The compute profile as the file that the command line reads. */
export function ProfileYaml({ definition, edited }: Props) {
  const text = useMemo(() => yamlText(definition).trimEnd(), [definition]);
  return (
    <div className={pageClasses.yaml}>
      <p className={pageClasses.yamlHint}>
        {edited ? 'With the changes that are not saved yet. ' : ''}The command line reads it:{' '}
        <code>slipway compute apply --file {definition.name === '' ? 'compute' : definition.name}.yaml</code>
      </p>
      <div className={pageClasses.yamlText}>
        <CodeView fill plain sql={text} label="YAML" />
      </div>
    </div>
  );
}
