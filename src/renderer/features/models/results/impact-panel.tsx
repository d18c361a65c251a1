import { IconAlertTriangle, IconMinus, IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { LineageImpact } from '../../../../shared/contract/lineage.ts';
import { troubleOf } from '../../../call-error.ts';
import { AreaLink } from '../../../parts/areas.tsx';
import { ChangeClassChip } from '../../../parts/change-class.tsx';
import { EnvironmentSelect } from '../../../parts/environment-select.tsx';
import { useEnvironments } from '../../../parts/environments.ts';
import { StateChip } from '../../../ui/chip.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { counted } from '../../../ui/numbers.ts';
import { sizes } from '../../../ui/theme.ts';
import { useScopedState } from '../../../ui/ui-state.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import { lineageHref } from '../../lineage/lineage-address.ts';
import { useModelPage } from '../workbench.ts';
import classes from './impact.module.css';
import results from './results.module.css';
import { useImpact } from './use-impact.ts';

/** What the draft as it stands there would change for others, in an environment of choice. */
export function ImpactPanel() {
  const { environment: preview } = useModelPage();
  const environments = useEnvironments();
  const [chosen, choose] = useScopedState<number | null>('models.impact.environment', null);
  const environment = environments.find(({ id }) => id === chosen) ?? preview;
  if (!environment) return <EmptyState>Impact is told for an environment, and there is none yet.</EmptyState>;
  return (
    <div className={results.results} data-hue={environment.colour}>
      <ImpactIn
        environment={environment.name}
        choice={
          <EnvironmentSelect
            compact
            label="Impact in"
            environments={environments}
            value={environment}
            onChoose={choose}
          />
        }
      />
    </div>
  );
}

function ImpactIn({ environment, choice }: { environment: string; choice: ReactNode }) {
  const { model, draft } = useModelPage();
  const told = useImpact(draft, model.id, environment);
  const impact = told.status === 'told' ? told.impact : told.status === 'failed' ? told.before : undefined;
  return (
    <>
      <div className={results.facts}>
        {choice}
        {impact && (
          <>
            <ChangeClassChip change={impact.change} />
            <span>
              {impact.compared_with === null ? 'nothing runs yet' : `against ${impact.compared_with}`}
            </span>
            <span>{reached(impact)}</span>
          </>
        )}
        <span className={results.gap} />
        <AreaLink to={lineageHref(model.name, environment)}>Show in the lineage</AreaLink>
      </div>
      {told.status === 'failed' && (
        <output className={classes.unread}>
          {troubleOf(told.error, '').message}
          {told.before && '. What follows is of the text before.'}
        </output>
      )}
      {told.status === 'empty' && <EmptyState>The draft is empty.</EmptyState>}
      {told.status === 'asking' && <Waiting lines={4} label="Looking for what it would change" />}
      {impact && (
        <div className={classes.room}>
          <Told impact={impact} />
        </div>
      )}
    </>
  );
}

function reached({ downstream, jobs }: LineageImpact): string {
  if (downstream.length === 0) return 'nothing reads it there';
  return `${counted(downstream.length, 'model')} read it, ${counted(jobs.length, 'job')}`;
}

function Told({ impact }: { impact: LineageImpact }) {
  const { reasons, sources, downstream, cycle } = impact;
  return (
    <div className={classes.told}>
      {cycle && (
        <p className={classes.cycle} role="alert">
          <IconAlertTriangle size={sizes.icon} aria-hidden />
          <span>It would read itself: {cycle.join(' → ')}</span>
        </p>
      )}
      <div className={classes.text}>
        <section aria-label="What changes">
          <h3>What changes</h3>
          <ul>
            {reasons.length === 0 && <li>Nothing: the text is what runs there.</li>}
            {reasons.map(reason => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </section>
        <section aria-label="What it reads">
          <h3>What it reads</h3>
          <ul className={classes.sources}>
            <Sources sources={sources.added} tone="success" icon={IconPlus} word="new" />
            <Sources sources={sources.removed} tone="danger" icon={IconMinus} word="no longer" />
            {sources.kept.map(source => (
              <li key={source.name}>
                <SourceName source={source} />
              </li>
            ))}
            {sources.added.length + sources.removed.length + sources.kept.length === 0 && <li>No table.</li>}
          </ul>
        </section>
      </div>
      <section aria-label="Who reads it" className={classes.readers}>
        <h3>Who reads it</h3>
        {downstream.length === 0 ? (
          <p>Nobody in {impact.environment}.</p>
        ) : (
          <table>
            <thead>
              <tr>
                <th scope="col">Model</th>
                <th scope="col">Steps</th>
                <th scope="col">Way</th>
                <th scope="col">Columns touched</th>
                <th scope="col">Jobs</th>
              </tr>
            </thead>
            <tbody>
              {downstream.map(each => (
                <tr key={each.model_id}>
                  <td>
                    <AreaLink to={`/models/${each.model_id}`}>{each.model}</AreaLink>
                  </td>
                  <td>{each.hops}</td>
                  <td>{each.path.join(' → ')}</td>
                  <td>{touched(each.columns)}</td>
                  <td>{each.jobs.join(', ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    </div>
  );
}

/** Columns of a reader that have values from one that is removed, renamed or changed. */
function touched(columns: string[] | null): string {
  if (columns === null) return 'not to be told';
  return columns.length === 0 ? 'none' : columns.join(', ');
}

type Source = LineageImpact['sources']['added'][number];

function Sources({
  sources,
  tone,
  icon,
  word,
}: {
  sources: Source[];
  tone: 'success' | 'danger';
  icon: typeof IconPlus;
  word: string;
}) {
  return sources.map(source => (
    <li key={source.name}>
      <StateChip tone={tone} icon={icon}>
        {word}
      </StateChip>
      <SourceName source={source} />
    </li>
  ));
}

function SourceName({ source: { name, model } }: { source: Source }) {
  return (
    <span className={classes.name}>
      {name}
      {model !== null && <span className={classes.dim}> built by {model}</span>}
    </span>
  );
}
