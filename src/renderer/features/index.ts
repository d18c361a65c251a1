import { catalog } from './catalog/index.ts';
import { environments } from './environments/index.ts';
import type { Feature } from './feature.ts';
import { jobs } from './jobs/index.ts';
import { lineage } from './lineage/index.ts';
import { models } from './models/index.ts';
import { notifications } from './notifications/index.ts';
import { promote } from './promotion/index.ts';
import { runs } from './runs/index.ts';
import { schedule } from './schedule/index.ts';
import { secrets } from './secrets/index.ts';

/** All parts of the application, in the order of the rail. What is not here is not shown. */
export const features: readonly Feature[] = [
  models,
  catalog,
  lineage,
  jobs,
  schedule,
  runs,
  promote,
  environments,
  notifications,
  secrets,
];
