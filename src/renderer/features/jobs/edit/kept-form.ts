import type { Materialization } from '../../../../shared/contract/materialization.ts';
import { type IncrementalForm, incrementalFormOf, incrementalOf, newestByKey } from './incremental-form.ts';

/** How the result is kept, as it is being edited. */
export interface KeptForm extends IncrementalForm {
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
  ...newestByKey,
};

export function keptOf(materialization: Materialization): KeptForm {
  const table = materialization.type === 'view' ? undefined : materialization;
  return {
    materialization: materialization.type,
    transient: table?.transient ?? false,
    clusterBy: table?.cluster_by?.join('\n') ?? '',
    copyGrants: materialization.copy_grants ?? true,
    comment: materialization.comment ?? '',
    ...(materialization.type === 'incremental' ? incrementalFormOf(materialization) : newestByKey),
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
    ...(form.materialization === 'table'
      ? { type: 'table' as const }
      : { type: 'incremental' as const, ...incrementalOf(form) }),
    ...(form.transient ? { transient: true } : {}),
    ...(expressions.length > 0 ? { cluster_by: expressions } : {}),
    ...both,
  };
}
