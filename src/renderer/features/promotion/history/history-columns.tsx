import type { Environment } from '../../../../shared/contract/environments.ts';
import type { Promotion } from '../../../../shared/contract/promotion.ts';
import { ChangeClassChip } from '../../../parts/change-class.tsx';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import type { ObjectColumn } from '../../../ui/object-table.tsx';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { PromotionStateChip } from '../plan/promotion-state.tsx';
import { goalText, runningText } from '../promotion-words.ts';
import classes from './history.module.css';

/** When something last happened to it, and who did that. */
export function lastStep(promotion: Promotion): { at: string; by: string } {
  const { applied_at, applied_by, decided_at, decided_by, planned_at, planned_by } = promotion;
  if (applied_at !== null) return { at: applied_at, by: applied_by ?? '' };
  if (decided_at !== null) return { at: decided_at, by: decided_by ?? '' };
  return { at: planned_at, by: planned_by };
}

export function historyColumns(environments: readonly Environment[]): ObjectColumn<Promotion>[] {
  return [
    { key: 'id', title: '#', width: '3.5rem', render: ({ id }) => `#${id}` },
    {
      key: 'state',
      title: 'State',
      width: '9.5rem',
      render: ({ state }) => <PromotionStateChip state={state} />,
    },
    {
      key: 'model',
      title: 'Model',
      width: '1.6fr',
      render: ({ model }) => <span className={classes.model}>{model}</span>,
    },
    {
      key: 'environment',
      title: 'Environment',
      width: 'minmax(6.5rem, 1fr)',
      render: ({ environment }) => {
        const known = environments.find(({ name }) => name === environment);
        return known ? <EnvironmentChip environment={known} /> : environment;
      },
    },
    {
      key: 'change',
      title: 'From → to',
      width: 'minmax(7rem, 1.4fr)',
      render: ({ kind, from, to }) => (
        <>
          {runningText(from)} → {goalText(to)}
          {kind === 'rollback' && <span className={classes.dim}> rollback</span>}
        </>
      ),
    },
    {
      key: 'class',
      title: 'Change',
      width: '8.5rem',
      fromWidth: 1000,
      render: ({ change }) => <ChangeClassChip change={change} />,
    },
    {
      key: 'note',
      title: 'Note',
      width: '2fr',
      fromWidth: 760,
      render: ({ note, reason }) => (
        <span title={note === '' ? (reason ?? '') : note}>
          {note === '' ? <span className={classes.dim}>{reason}</span> : note}
        </span>
      ),
    },
    {
      key: 'who',
      title: 'Who',
      width: 'minmax(6.5rem, 1.2fr)',
      fromWidth: 640,
      render: promotion => lastStep(promotion).by,
    },
    {
      key: 'when',
      title: 'When',
      width: '6.5rem',
      align: 'end',
      render: promotion => <RelativeTime at={lastStep(promotion).at} />,
    },
  ];
}
