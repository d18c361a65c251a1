import { base } from './0001-base.ts';
import type { Migration } from './migration.ts';

export const migrations: readonly Migration[] = [base];
