import type { Environment } from '../../../../shared/contract/environments.ts';
import type { JobDefinition } from '../../../../shared/contract/jobs.ts';
import type { Relation } from '../../../../shared/domain/relation.ts';
import { ruleOf } from '../../../parts/mapping-rule.ts';
import { readSources } from '../reads.ts';
import classes from './definition.module.css';

interface Props {
  definition: JobDefinition;
  environment: Environment | undefined;
  /** Of the version it runs; undefined while that is not known. */
  sources: readonly Relation[] | undefined;
}

/** Which tables are really read, and by which rule. */
export function SourcesRead({ definition, environment, sources }: Props) {
  const rules = { job: definition.source_mapping ?? {}, environment: environment?.source_mapping ?? {} };
  const own = Object.entries(rules.job);
  if (!environment || !sources) {
    return own.length === 0 ? (
      <p className={classes.dim}>Not known before there is a version to run.</p>
    ) : (
      <RuleTable rules={own} />
    );
  }
  const read = readSources(sources, environment, rules.job);
  const unused = own.filter(([from]) => !read.some(({ written }) => ruleOf(written, rules)?.from === from));
  return (
    <>
      {read.length === 0 ? (
        <p className={classes.dim}>It reads no tables.</p>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">The SQL says</th>
              <th scope="col">It reads</th>
              <th scope="col">By the rule</th>
            </tr>
          </thead>
          <tbody>
            {read.map(({ written, reads }) => {
              const rule = ruleOf(written, rules);
              return (
                <tr key={`${written} ${reads}`}>
                  <td>
                    <code>{written}</code>
                  </td>
                  <td>
                    {reads === written ? <span className={classes.dim}>the same</span> : <code>{reads}</code>}
                  </td>
                  <td className={classes.dim}>
                    {rule === null
                      ? 'none'
                      : `${rule.from} → ${rule.to}, of ${rule.of === 'job' ? 'this job' : environment.name}`}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {unused.length > 0 && (
        <>
          <p className={classes.dim}>Rules of this job that nothing it reads asks for:</p>
          <RuleTable rules={unused} />
        </>
      )}
    </>
  );
}

function RuleTable({ rules }: { rules: readonly (readonly [string, string])[] }) {
  return (
    <table className={classes.table}>
      <tbody>
        {rules.map(([from, to]) => (
          <tr key={from}>
            <td>
              <code>{from}</code>
            </td>
            <td>
              <code>{to}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
