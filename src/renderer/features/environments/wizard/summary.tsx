import type { EnvironmentDefinition } from '../../../../shared/contract/environments.ts';
import { CodeView } from '../../../ui/sql/code-view.tsx';
import { yamlText } from '../../../ui/yaml.ts';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import classes from './wizard.module.css';

/** What is about to be made. */
export function Summary({ definition }: { definition: EnvironmentDefinition }) {
  const { name, colour = 'gray', protected: guarded = false } = definition;
  return (
    <section className={classes.summary} aria-label="What is about to be made">
      <h2>
        <EnvironmentChip environment={{ name, colour, protected: guarded }} />
      </h2>
      <CodeView plain sql={yamlText(definition).trimEnd()} label="YAML" />
    </section>
  );
}
