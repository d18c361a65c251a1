import { base } from './0001-base.ts';
import { revisions } from './0002-revisions.ts';
import type { Migration } from './migration.ts';

export const migrations: readonly Migration[] = [base, revisions];
