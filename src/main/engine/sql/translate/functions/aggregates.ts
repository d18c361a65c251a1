import type { Call, Expression, OrderItem } from '../../syntax/tree.ts';
import { type Context, isJson, type SqlType } from '../context.ts';
import { orderList } from '../order.ts';
import { type FunctionRule, type FunctionRules, firstType, values, macros } from '../rules.ts';
import { overClause } from '../windows.ts';

interface Parts {
  name: string;
  args: string[];
  /** Written within the parentheses: `list(x ORDER BY y)`. */
  orderBy?: readonly OrderItem[];
  filter?: string;
  distinct?: boolean;
}

/** An aggregate with all that belongs to it, OVER included. */
function written(call: Call, context: Context, parts: Parts): string {
  const { name, args, orderBy = [], filter, distinct = call.distinct } = parts;
  const order = orderBy.length === 0 ? '' : ` ORDER BY ${orderList(orderBy, context)}`;
  const conditions = [filter, call.filter && context.as(call.filter, 'boolean')].filter(Boolean);
  const where = conditions.length === 0 ? '' : ` FILTER (WHERE ${conditions.join(' AND ')})`;
  const over = overClause(call, context);
  return `${name}(${distinct ? 'DISTINCT ' : ''}${args.join(', ')}${order})${where}${over}`;
}

/** An aggregate that DuckDB has under this name. */
function plain(type: FunctionRule['type'], name: string, wanted?: 'number' | 'boolean'): FunctionRule {
  return {
    type,
    emit: (call, context) => {
      const args = values(call).map(arg =>
        wanted === undefined ? context.emit(arg) : context.as(arg, wanted),
      );
      return written(call, context, { name, args });
    },
  };
}

const number = (name: string, type: SqlType = 'float') => plain(type, name, 'number');

/** Rows in which a value is NULL do not count, also with several values. */
const count: FunctionRule = {
  type: 'integer',
  emit: (call, context) => {
    const args = values(call);
    const [first] = args;
    if (first === undefined || (first.kind === 'star' && first.qualifier.length === 0)) {
      return written(call, context, { name: 'count', args: ['*'] });
    }
    if (first.kind === 'star') {
      context.approximated('count(t.*) counts all rows here, also those with NULLs', call);
      return written(call, context, { name: 'count', args: ['*'] });
    }
    if (args.length === 1) return written(call, context, { name: 'count', args: [context.emit(first)] });
    const filter = args.map(arg => `${context.operand(arg)} IS NOT NULL`).join(' AND ');
    const tuple = `(${args.map(arg => context.emit(arg)).join(', ')})`;
    return written(call, context, { name: 'count', args: [call.distinct ? tuple : '*'], filter });
  },
};

/** Text of all rows; empty, not NULL, when there are none. */
const listagg: FunctionRule = {
  type: 'text',
  emit: (call, context) => {
    const [value, separator] = values(call);
    if (value === undefined) return null;
    const by = separator === undefined ? "''" : context.as(separator, 'text');
    const orderBy = [...call.withinGroup, ...call.orderBy];
    if (call.distinct) {
      // DuckDB orders distinct values by themselves only, and as text they would have another order.
      const filter = `${context.operand(value)} IS NOT NULL`;
      const items = written(call, context, { name: 'list', args: [context.emit(value)], orderBy, filter });
      return `coalesce(array_to_string(list_transform(${items}, lambda e: ${macros}.to_varchar(e)), ${by}), '')`;
    }
    const args = [context.as(value, 'string'), by];
    return `coalesce(${written(call, context, { name: 'string_agg', args, orderBy })}, '')`;
  },
};

/** NULLs are left out; of nothing it is an empty array. */
const arrayAgg: FunctionRule = {
  type: 'array',
  emit: (call, context) => {
    const [value] = values(call);
    if (value === undefined) return null;
    const orderBy = [...call.withinGroup, ...call.orderBy];
    const filter = `${context.operand(value)} IS NOT NULL`;
    const items = written(call, context, { name: 'list', args: [context.emit(value)], orderBy, filter });
    return `coalesce(to_json(${items}), CAST('[]' AS JSON))`;
  },
};

const arrayUniqueAgg: FunctionRule = {
  type: 'array',
  emit: (call, context) => {
    const [value] = values(call);
    if (value === undefined) return null;
    const filter = `${context.operand(value)} IS NOT NULL`;
    const items = written(call, context, {
      name: 'list',
      args: [context.emit(value)],
      filter,
      distinct: true,
    });
    return `coalesce(to_json(${items}), CAST('[]' AS JSON))`;
  },
};

/** Keys in order; those that are NULL or have no value are left out. */
const objectAgg: FunctionRule = {
  type: 'object',
  emit: (call, context) => {
    const [key, value] = values(call);
    if (key === undefined || value === undefined) return null;
    const filter = `${context.operand(key)} IS NOT NULL AND ${context.operand(value)} IS NOT NULL`;
    const args = [`{k: ${context.as(key, 'text')}, v: ${context.as(value, 'json')}}`];
    const entries = written(call, context, { name: 'list', args, filter });
    return `coalesce(to_json(map_from_entries(list_sort(${entries}))), CAST('{}' AS JSON))`;
  },
};

/** `percentile_cont(0.5) within group (order by x)`. */
function percentile(name: string): FunctionRule {
  return {
    type: 'float',
    emit: (call, context) => {
      const [fraction] = values(call);
      const [order] = call.withinGroup;
      if (fraction === undefined || order === undefined) return null;
      const at = order.descending ? `1 - ${context.operand(fraction)}` : context.emit(fraction);
      return written(call, context, { name, args: [context.as(order.value, 'number'), at] });
    },
  };
}

const approxPercentile: FunctionRule = {
  type: 'float',
  emit: (call, context) => {
    const [value, fraction] = values(call);
    if (value === undefined || fraction === undefined) return null;
    const args = [context.as(value, 'number'), context.emit(fraction)];
    return written(call, context, { name: 'approx_quantile', args });
  },
};

/** The row with the greatest or least value, also when what is returned is NULL there. */
function extremeBy(name: 'arg_max' | 'arg_min'): FunctionRule {
  return {
    type: firstType,
    emit: (call, context) => {
      const [value, by, amount] = values(call);
      if (value === undefined || by === undefined) return null;
      const args = [context.emit(value), comparable(by, context)];
      if (amount === undefined) return written(call, context, { name: `${name}_null`, args });
      return `to_json(${written(call, context, { name, args: [...args, context.emit(amount)] })})`;
    },
  };
}

/** Numbers within JSON compare as text, so that the type matters. */
function extreme(name: 'max' | 'min'): FunctionRule {
  return {
    type: firstType,
    emit: (call, context) => {
      const [value] = values(call);
      if (value === undefined) return null;
      if (isJson(context.typeOf(value))) {
        context.approximated(`${name} of a variant compares its text: cast it to a type`, call);
      }
      return written(call, context, { name, args: [context.emit(value)] });
    },
  };
}

function comparable(node: Expression, context: Context): string {
  return isJson(context.typeOf(node)) ? context.as(node, 'number') : context.emit(node);
}

const ratioToReport: FunctionRule = {
  type: 'float',
  emit: (call, context) => {
    const [value] = values(call);
    if (value === undefined || call.over === null) return null;
    const number = context.as(value, 'number', 'operand');
    return `(${number} / nullif(${written(call, context, { name: 'sum', args: [number] })}, 0))`;
  },
};

const conditionalTrueEvent: FunctionRule = {
  type: 'integer',
  emit: (call, context) => {
    const [condition] = values(call);
    if (condition === undefined) return null;
    return written(call, context, { name: 'count_if', args: [context.as(condition, 'boolean')] });
  },
};

const hashAgg: FunctionRule = {
  type: 'integer',
  emit: (call, context) => {
    context.approximated('HASH_AGG gives other numbers on DuckDB; equal rows are still equal', call);
    const args = values(call).some(arg => arg.kind === 'star')
      ? []
      : values(call).map(arg => context.emit(arg));
    return args.length === 0
      ? null
      : `CAST(bit_xor(hash(${args.join(', ')})) % 9223372036854775807 AS BIGINT)`;
  },
};

const approxCount = (call: Call, context: Context): string =>
  written(call, context, {
    name: 'approx_count_distinct',
    args: values(call).map(arg => context.emit(arg)),
    distinct: false,
  });

/** "Aggregate functions". */
export const aggregateFunctions: FunctionRules = {
  ANY_VALUE: plain(firstType, 'any_value'),
  APPROX_COUNT_DISTINCT: { type: 'integer', emit: approxCount },
  APPROX_PERCENTILE: approxPercentile,
  ARRAYAGG: arrayAgg,
  ARRAY_AGG: arrayAgg,
  ARRAY_UNIQUE_AGG: arrayUniqueAgg,
  AVG: number('avg'),
  BITAND_AGG: number('bit_and', 'integer'),
  BITANDAGG: number('bit_and', 'integer'),
  BITOR_AGG: number('bit_or', 'integer'),
  BITORAGG: number('bit_or', 'integer'),
  BITXOR_AGG: number('bit_xor', 'integer'),
  BITXORAGG: number('bit_xor', 'integer'),
  BOOLAND_AGG: plain('boolean', 'bool_and', 'boolean'),
  BOOLOR_AGG: plain('boolean', 'bool_or', 'boolean'),
  BOOLXOR_AGG: {
    type: 'boolean',
    emit: (call, context) => {
      const [value] = values(call);
      if (value === undefined) return null;
      return `(${written(call, context, { name: 'count_if', args: [context.as(value, 'boolean')] })} = 1)`;
    },
  },
  CONDITIONAL_TRUE_EVENT: conditionalTrueEvent,
  CORR: number('corr'),
  COUNT: count,
  COUNT_IF: plain('integer', 'count_if', 'boolean'),
  COVAR_POP: number('covar_pop'),
  COVAR_SAMP: number('covar_samp'),
  GROUPING: plain('integer', 'grouping'),
  GROUPING_ID: plain('integer', 'grouping'),
  HASH_AGG: hashAgg,
  HLL: { type: 'integer', emit: approxCount },
  KURTOSIS: number('kurtosis'),
  LISTAGG: listagg,
  MAX: extreme('max'),
  MAX_BY: extremeBy('arg_max'),
  MEDIAN: number('median'),
  MIN: extreme('min'),
  MIN_BY: extremeBy('arg_min'),
  MODE: plain(firstType, 'mode'),
  OBJECT_AGG: objectAgg,
  PERCENTILE_CONT: percentile('quantile_cont'),
  PERCENTILE_DISC: percentile('quantile_disc'),
  RATIO_TO_REPORT: ratioToReport,
  REGR_AVGX: number('regr_avgx'),
  REGR_AVGY: number('regr_avgy'),
  REGR_COUNT: number('regr_count', 'integer'),
  REGR_INTERCEPT: number('regr_intercept'),
  REGR_R2: number('regr_r2'),
  REGR_SLOPE: number('regr_slope'),
  REGR_SXX: number('regr_sxx'),
  REGR_SXY: number('regr_sxy'),
  REGR_SYY: number('regr_syy'),
  SKEW: number('skewness'),
  STDDEV: number('stddev_samp'),
  STDDEV_POP: number('stddev_pop'),
  STDDEV_SAMP: number('stddev_samp'),
  STRING_AGG: listagg,
  SUM: { type: 'decimal', emit: sum },
  VARIANCE: number('var_samp'),
  VARIANCE_POP: number('var_pop'),
  VARIANCE_SAMP: number('var_samp'),
  VAR_POP: number('var_pop'),
  VAR_SAMP: number('var_samp'),
};

function sum(call: Call, context: Context): string {
  return written(call, context, { name: 'sum', args: values(call).map(arg => context.as(arg, 'number')) });
}
