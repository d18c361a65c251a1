import { SegmentedControl } from '@mantine/core';
import type { Job, JobDefinition } from '../../../../shared/contract/jobs.ts';
import { CodeView } from '../../../ui/sql/code-view.tsx';
import { useDeviceState } from '../../../ui/ui-state.ts';
import { definitionYaml } from '../definition-text.ts';
import { DefinitionFacts } from './definition-facts.tsx';
import classes from './definition.module.css';
import { RecentRuns } from './recent-runs.tsx';

type Style = 'readable' | 'yaml';

/** What the job does, in words or as its file, and how it fared lately. */
export function DefinitionView({ job }: { job: Job }) {
  const [style, setStyle] = useDeviceState<Style>('jobs.definition', 'readable');
  const definition = job.definition ?? job.draft;
  return (
    <div className={classes.view}>
      <div className={classes.columns}>
        <div className={classes.main}>
          <div className={classes.bar}>
            <SegmentedControl
              aria-label="How the definition is shown"
              data={[
                { value: 'readable', label: 'In words' },
                { value: 'yaml', label: 'YAML' },
              ]}
              value={style}
              onChange={value => setStyle(value)}
            />
            <span className={classes.which}>{whichText(job)}</span>
          </div>
          {definition &&
            (style === 'yaml' ? (
              <Yaml definition={definition} />
            ) : (
              <DefinitionFacts job={job} definition={definition} />
            ))}
        </div>
        <aside className={classes.aside}>
          <RecentRuns job={job} />
        </aside>
      </div>
    </div>
  );
}

function whichText({ version, definition }: Job): string {
  return definition === null ? 'The draft: never published' : `Definition ${version ?? ''}, live`;
}

function Yaml({ definition }: { definition: JobDefinition }) {
  return (
    <>
      <p className={classes.hint}>
        The command line reads it: <code>slipway job apply --file {definition.name}.yaml</code>
      </p>
      <CodeView plain sql={definitionYaml(definition).trimEnd()} label="YAML" />
    </>
  );
}
