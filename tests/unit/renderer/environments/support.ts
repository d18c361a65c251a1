import type { Environment } from '../../../../src/shared/contract/environments.ts';
import {
  type EnvironmentForm,
  formOf,
} from '../../../../src/renderer/features/environments/form/environment-form.ts';

export const prod: Environment = {
  id: 3,
  name: 'prod',
  description: 'What people read',
  position: 2,
  colour: 'red',
  protected: true,
  connection: 'embedded',
  connection_id: 1,
  engine: 'duckdb',
  compute_profile: null,
  role: 'LOADER',
  warehouse: null,
  session_parameters: {},
  database: 'ANALYTICS_PRD',
  schema: 'Mixed case',
  source_mapping: { DATALAKE_DEV: 'DATALAKE_PRD', 'A.B': 'C.D' },
  variables: { region: 'US', top: 5 },
  limits: { max_concurrent_runs: 8, statement_timeout: '15m' },
  own: { warehouse: null, max_concurrent_runs: 8, statement_timeout: '15m' },
  revision: 4,
  created_at: '2026-11-21T05:00:00.000Z',
  updated_at: '2026-11-21T05:00:00.000Z',
};

/** The form of `prod` with some fields typed over. */
export const formWith = (changes: Partial<EnvironmentForm> = {}): EnvironmentForm => ({
  ...formOf(prod),
  ...changes,
});
