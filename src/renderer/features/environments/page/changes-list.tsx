import { IconArrowRight } from '@tabler/icons-react';
import type { Change } from '../form/form-changes.ts';
import classes from './page.module.css';

/** What saving changes: before and after, a line each. */
export function ChangesList({ changes }: { changes: readonly Change[] }) {
  return (
    <table className={classes.changes}>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Before</th>
          <th aria-hidden />
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ what, from, to }) => (
          <tr key={what}>
            <th scope="row">{what}</th>
            <td>{from === null ? <span className={classes.nothing}>nothing</span> : <del>{from}</del>}</td>
            <td>
              <IconArrowRight size={12} aria-hidden />
            </td>
            <td>{to === null ? <span className={classes.nothing}>nothing</span> : to}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
