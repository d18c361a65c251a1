import type { Plan } from '../../../../shared/contract/promotion.ts';
import { isOpen } from '../promotion-words.ts';
import { classNames } from '../../../ui/class-names.ts';
import classes from './plan.module.css';
import { Section } from './section.tsx';

/** What the role lacks for the next run, and what to ask for. Nothing where it lacks nothing, or nobody can tell. */
export function PrivilegesSection({ plan: { privileges_missing: missing, state } }: { plan: Plan }) {
  if (missing === null || missing.length === 0) return null;
  return (
    <Section title={isOpen(state) ? 'Privileges missing' : 'Privileges missing, when planned'}>
      <table className={classNames(classes.table, classes.grants)}>
        <thead>
          <tr>
            <th scope="col">Privilege</th>
            <th scope="col">On</th>
            <th scope="col">Ask for</th>
          </tr>
        </thead>
        <tbody>
          {missing.map(({ privilege, on, hint }) => (
            <tr key={`${privilege} ${on}`}>
              <td className={classes.code}>{privilege}</td>
              <td className={classes.code}>{on}</td>
              <td className={classes.code}>{hint}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
