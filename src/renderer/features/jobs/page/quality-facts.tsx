import type { Check } from '../../../../shared/contract/checks.ts';
import type { Condition, FreshnessWhen } from '../../../../shared/contract/conditions.ts';
import type { JobDefinition } from '../../../../shared/contract/jobs.ts';
import { checkLine, severityOf } from '../../../../shared/domain/checks.ts';
import { conditionWords } from '../../../../shared/domain/conditions.ts';
import classes from './starts-facts.module.css';

/** What must be so of the sources when a run starts. */
export function ConditionsFacts({ definition }: { definition: JobDefinition }) {
  const { conditions = [], freshness_when: when } = definition;
  return (
    <div className={classes.starts}>
      <ul className={classes.triggers}>
        {conditions.map(condition => (
          <li key={JSON.stringify(condition)}>
            <span>{conditionWords(condition)}</span>
            {condition.quality && severityOf(condition.quality) === 'warn' && <OnlyWarns />}
          </li>
        ))}
      </ul>
      <p className={classes.dim}>{skipWords(conditions, when ?? 'all')}</p>
    </div>
  );
}

function skipWords(conditions: readonly Condition[], when: FreshnessWhen): string {
  if (when === 'all') return 'Where one of them is not met, a run is skipped.';
  const more = conditions.some(({ quality }) => quality) ? ', or the quality of one is not met' : '';
  return `Where none of the sources is fresh${more}, a run is skipped.`;
}

/** What must be so of what was built, before readers see it. */
export function ChecksFacts({ checks }: { checks: readonly Check[] }) {
  return (
    <ul className={classes.triggers}>
      {checks.map(check => (
        <li key={JSON.stringify(check)}>
          <span>{checkLine(check)}</span>
          {severityOf(check) === 'warn' && <OnlyWarns />}
        </li>
      ))}
    </ul>
  );
}

function OnlyWarns() {
  return <span className={classes.dim}>only warns</span>;
}
