import { IconArrowRight, IconMinus, IconPencil, IconPlus, IconTypography } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { ColumnChange } from '../../../../shared/contract/models.ts';
import { StateChip } from '../../../ui/chip.tsx';
import type { Tone } from '../../../ui/theme.ts';
import classes from './versions.module.css';

const looks: Record<
  ColumnChange['change'],
  { icon: ComponentType<{ size?: number | string }>; tone: Tone; word: string }
> = {
  added: { icon: IconPlus, tone: 'success', word: 'added' },
  removed: { icon: IconMinus, tone: 'danger', word: 'removed' },
  renamed: { icon: IconArrowRight, tone: 'warning', word: 'renamed to' },
  retyped: { icon: IconTypography, tone: 'warning', word: 'of another type' },
  changed: { icon: IconPencil, tone: 'warning', word: 'calculated differently' },
};

/** What became of the output columns, a chip each. */
export function ColumnChanges({ changes }: { changes: readonly ColumnChange[] }) {
  return (
    <ul className={classes.columns} aria-label="Changes of columns">
      {changes.map(({ name, change, renamed_to }) => {
        const { icon, tone, word } = looks[change];
        const column = name === '' ? 'a column without a name' : name;
        return (
          <li key={`${change} ${name}`}>
            <StateChip tone={tone} icon={icon}>
              {[column, word, renamed_to ?? ''].join(' ').trim()}
            </StateChip>
          </li>
        );
      })}
    </ul>
  );
}
