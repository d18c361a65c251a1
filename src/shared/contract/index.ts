import type { ContractRouterClient } from '@orpc/contract';
import { backfills } from './backfills.ts';
import { builds } from './builds.ts';
import { catalog } from './catalog.ts';
import { computeProfiles } from './compute-profiles.ts';
import { connections } from './connections.ts';
import { environments } from './environments.ts';
import { fires } from './fires.ts';
import { jobs } from './jobs.ts';
import { lineages } from './lineage.ts';
import { models } from './models.ts';
import { channels, deliveries, rules } from './notifications.ts';
import { promotions } from './promotion.ts';
import { queries } from './queries.ts';
import { runs } from './runs.ts';
import { secrets, vault } from './secrets.ts';
import { sql } from './sql.ts';
import { audit, definitions, events, sample, workspace } from './workspace.ts';

/** The whole surface between the engine and everything that talks to it. */
export const contract = {
  workspace,
  events,
  audit,
  definitions,
  sample,
  connections,
  computeProfiles,
  environments,
  models,
  sql,
  queries,
  catalog,
  lineage: lineages,
  jobs,
  runs,
  builds,
  backfills,
  fires,
  promotions,
  channels,
  rules,
  deliveries,
  secrets,
  vault,
};
export type Contract = typeof contract;

/** A typed client of the engine, whatever the transport. */
export type Client = ContractRouterClient<Contract>;
