import type { Materialization } from '../../../../shared/contract/materialization.ts';

/** How the result is kept, as it is being edited. */
export interface KeptForm {
  materialization: Materialization['type'];
  transient: boolean;
  /** An expression on each line. */
  clusterBy: string;
  copyGrants: boolean;
  comment: string;
}

export const keptAsTable: KeptForm = {
  materialization: 'table',
  transient: false,
  clusterBy: '',
  copyGrants: true,
  comment: '',
};

export function keptOf(materialization: Materialization): KeptForm {
  const table = materialization.type === 'table' ? materialization : undefined;
  return {
    materialization: materialization.type,
    transient: table?.transient ?? false,
    clusterBy: table?.cluster_by?.join('\n') ?? '',
    copyGrants: materialization.copy_grants ?? true,
    comment: materialization.comment ?? '',
  };
}

/** What the form says; settings that are as they are without being named are left out. */
export function materializationOf(form: KeptForm): Materialization {
  const both = {
    ...(form.copyGrants ? {} : { copy_grants: false }),
    ...(form.comment.trim() === '' ? {} : { comment: form.comment.trim() }),
  };
  if (form.materialization === 'view') return { type: 'view', ...both };
  const expressions = form.clusterBy
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
  return {
    type: 'table',
    ...(form.transient ? { transient: true } : {}),
    ...(expressions.length > 0 ? { cluster_by: expressions } : {}),
    ...both,
  };
}
