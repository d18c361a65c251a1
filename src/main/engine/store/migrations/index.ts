import { base } from './0001-base.ts';
import { revisions } from './0002-revisions.ts';
import { triggers } from './0003-triggers.ts';
import { notifications } from './0004-notifications.ts';
import { snowflake } from './0005-snowflake.ts';
import { catalog } from './0006-catalog.ts';
import { queries } from './0007-queries.ts';
import { versions } from './0008-versions.ts';
import { quality } from './0009-quality.ts';
import { builds } from './0010-builds.ts';
import { intervals } from './0011-intervals.ts';
import type { Migration } from './migration.ts';

export const migrations: readonly Migration[] = [
  base,
  revisions,
  triggers,
  notifications,
  snowflake,
  catalog,
  queries,
  versions,
  quality,
  builds,
  intervals,
];
