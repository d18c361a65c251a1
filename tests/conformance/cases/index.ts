import type { ConformanceCase } from '../case.ts';
import { cancelling } from './cancelling.ts';
import { catalogue } from './catalogue.ts';
import { changes } from './changes.ts';
import { definitions } from './definitions.ts';
import { errors } from './errors.ts';
import { incremental } from './incremental.ts';
import { portableSql } from './portable-sql.ts';
import { queries } from './queries.ts';
import { recall } from './recall.ts';
import { sessions } from './sessions.ts';
import { signingIn } from './signing-in.ts';
import { tags } from './tags.ts';
import { transactions } from './transactions.ts';
import { types } from './types.ts';

/** Everything that is tested of every backend. */
export const cases: readonly ConformanceCase[] = [
  signingIn,
  types,
  queries,
  catalogue,
  definitions,
  changes,
  transactions,
  incremental,
  tags,
  cancelling,
  recall,
  sessions,
  errors,
  portableSql,
].flat();
