import { IconArrowsExchange, IconMinus, IconPlus } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Plan } from '../../../../shared/contract/promotion.ts';
import { StateChip } from '../../../ui/chip.tsx';
import type { Tone } from '../../../ui/theme.ts';
import classes from './plan.module.css';
import { Section } from './section.tsx';

type Icon = ComponentType<{ size?: number | string; className?: string; 'aria-hidden'?: boolean }>;

const looks: Record<'added' | 'removed' | 'retyped', { icon: Icon; tone: Tone }> = {
  added: { icon: IconPlus, tone: 'success' },
  removed: { icon: IconMinus, tone: 'danger' },
  retyped: { icon: IconArrowsExchange, tone: 'warning' },
};

/** What happens to the columns of the result. */
export function ColumnsSection({ plan: { columns } }: { plan: Plan }) {
  if (columns === null) {
    return (
      <Section title="Columns">
        <p className={classes.quiet}>They could not be told beforehand; see the warnings.</p>
      </Section>
    );
  }
  const rows = [
    ...columns.removed.map(({ name, type }) => ({ what: 'removed' as const, name, type })),
    ...columns.retyped.map(({ name, from, to }) => ({
      what: 'retyped' as const,
      name,
      type: `${from} → ${to}`,
    })),
    ...columns.added.map(({ name, type }) => ({ what: 'added' as const, name, type })),
  ];
  return (
    <Section title="Columns">
      {rows.length === 0 ? (
        <p className={classes.quiet}>The same names and types.</p>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Column</th>
              <th scope="col">Type</th>
              <th scope="col">Change</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ what, name, type }) => (
              <tr key={name}>
                <td className={classes.code}>{name}</td>
                <td className={classes.code}>{type}</td>
                <td>
                  <StateChip tone={looks[what].tone} icon={looks[what].icon}>
                    {what}
                  </StateChip>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
