import type { BuildPlan } from '../../../../shared/contract/builds.ts';
import { counted, formatCount } from '../../../ui/numbers.ts';
import { modelVersionText } from './build-facts.ts';
import classes from './builds.module.css';

/** More than anybody reads in a dialog. */
const mostShown = 200;

/** What a build would do, in the order in which it starts. */
export function BuildPlanTable({ plan }: { plan: BuildPlan }) {
  const { models, threads, defer, against, environment } = plan;
  if (models.length === 0) return <p className={classes.none}>This selects no model: nothing to build.</p>;
  const names = new Map(models.map(({ position, model }) => [position, model]));
  const deferred = models.some(model => model.deferred.length > 0);
  return (
    <>
      <p className={classes.none}>
        {counted(models.length, 'model')} in {environment}, {threads} at a time
        {defer !== null && `; the others are read in ${defer}`}.
      </p>
      <div className={classes.scrolled}>
        <table className={classes.plan}>
          <thead>
            <tr>
              <th scope="col" aria-label="Position" />
              <th scope="col">Model</th>
              <th scope="col">Version</th>
              {against !== null && <th scope="col">Against {against}</th>}
              <th scope="col">After</th>
              {deferred && <th scope="col">Reads elsewhere</th>}
            </tr>
          </thead>
          <tbody>
            {models.slice(0, mostShown).map(model => (
              <tr key={model.position}>
                <td className={classes.dim}>{model.position}</td>
                <th scope="row">{model.model}</th>
                <td>{modelVersionText(model)}</td>
                {against !== null && <td>{model.change ?? 'the same'}</td>}
                <td>{model.needs.map(need => names.get(need) ?? '').join(', ')}</td>
                {deferred && (
                  <td title={model.deferred.map(({ written, reads }) => `${written} → ${reads}`).join('\n')}>
                    {model.deferred.map(({ reads }) => reads).join(', ')}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {models.length > mostShown && (
        <p className={classes.none}>and {formatCount(models.length - mostShown)} more</p>
      )}
    </>
  );
}
