import type { Board, BoardCell, Promotion } from '../../../../src/shared/contract/promotion.ts';

export function cell(environment: string, changes: Partial<BoardCell> = {}): BoardCell {
  return {
    environment,
    job: `daily_delays_${environment}`,
    job_id: { dev: 1, test: 2, prod: 3 }[environment] ?? 9,
    runs: { tag: 'v1', version: 1 },
    drift: 'none',
    behind_by: 0,
    last_run: null,
    pending: null,
    rollback_of: null,
    paused: null,
    ...changes,
  };
}

export function model(name: string, cells: BoardCell[], changes: Partial<Board['models'][number]> = {}) {
  return {
    id: name.length,
    name,
    latest_version: 2,
    draft_modified: false,
    tags: [
      { name: 'v2', version: 2 },
      { name: 'stable', version: 1 },
      { name: 'v1', version: 1 },
    ],
    cells,
    ...changes,
  };
}

export function board(models: Board['models']): Board {
  return {
    environments: [
      { id: 1, name: 'dev', colour: 'blue', protected: false },
      { id: 2, name: 'test', colour: 'yellow', protected: false },
      { id: 3, name: 'prod', colour: 'red', protected: true },
    ],
    models,
  };
}

export function promotion(id: number, changes: Partial<Promotion> = {}): Promotion {
  return {
    id,
    kind: 'promotion',
    state: 'applied',
    model: 'daily_delays',
    environment: 'prod',
    job: 'daily_delays_prod',
    from: { tag: 'v1', version: 1 },
    to: { tag: 'v2', version: 2 },
    change: 'breaking',
    note: '',
    reason: null,
    planned_by: 'ann via web',
    planned_at: '2026-11-21T05:00:00.000Z',
    decided_by: null,
    decided_at: null,
    applied_by: null,
    applied_at: null,
    ...changes,
  };
}
