import { aggregate } from './aggregate.ts';
import { conditional } from './conditional.ts';
import { context } from './context.ts';
import { conversion } from './conversion.ts';
import { dates } from './dates.ts';
import type { GoldenFamily } from './golden.ts';
import { numeric } from './numeric.ts';
import { operators } from './operators.ts';
import { patterns } from './patterns.ts';
import { semiStructured } from './semi-structured.ts';
import { string } from './string.ts';
import { table } from './table.ts';
import { window } from './window.ts';

/** All golden expressions, by the parts of Snowflake's reference. */
export const families: readonly GoldenFamily[] = [
  operators,
  conditional,
  numeric,
  string,
  patterns,
  dates,
  conversion,
  semiStructured,
  aggregate,
  window,
  table,
  context,
];
