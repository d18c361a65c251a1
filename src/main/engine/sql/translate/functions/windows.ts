import type { Call } from '../../syntax/tree.ts';
import type { Context } from '../context.ts';
import { type FunctionRule, type FunctionRules, firstType, values } from '../rules.ts';
import { overClause } from '../windows.ts';

/** `lag(x, 1, 0) ignore nulls over (…)`. */
function plain(type: FunctionRule['type'], name: string): FunctionRule {
  return {
    type,
    emit: (call: Call, context: Context) => {
      if (call.over === null) return null;
      const args = values(call)
        .map(arg => context.emit(arg))
        .join(', ');
      const nulls = call.nulls === 'ignore' ? ' IGNORE NULLS' : '';
      return `${name}(${args}${nulls})${overClause(call, context)}`;
    },
  };
}

/** "Window functions" that are no aggregates. */
export const windowFunctions: FunctionRules = {
  CUME_DIST: plain('float', 'cume_dist'),
  DENSE_RANK: plain('integer', 'dense_rank'),
  FIRST_VALUE: plain(firstType, 'first_value'),
  LAG: plain(firstType, 'lag'),
  LAST_VALUE: plain(firstType, 'last_value'),
  LEAD: plain(firstType, 'lead'),
  NTH_VALUE: plain(firstType, 'nth_value'),
  NTILE: plain('integer', 'ntile'),
  PERCENT_RANK: plain('float', 'percent_rank'),
  RANK: plain('integer', 'rank'),
  ROW_NUMBER: plain('integer', 'row_number'),
};
