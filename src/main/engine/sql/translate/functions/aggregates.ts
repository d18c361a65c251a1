import type { Call, Expression, OrderItem } from '../../syntax/tree.ts';
import { type Context, isJson, isTimestamp, type SqlType } from '../context.ts';
import { orderList } from '../order.ts';
import { type FunctionRule, type FunctionRules, firstType, values, macros } from '../rules.ts';
import { quotient } from '../quotients.ts';
import { scaleOf } from '../scales.ts';
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
      context.snowflakeOnly('COUNT(t.*) counts rows without NULLs, which DuckDB does not', call);
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

/** A list of values as an array; timestamps have another text there. */
function arrayOfList(list: string, value: Expression, context: Context): string {
  const elements = isTimestamp(context.typeOf(value))
    ? `list_transform(${list}, lambda e: ${macros}.to_varchar(e))`
    : list;
  return `coalesce(to_json(${elements}), CAST('[]' AS JSON))`;
}

/** NULLs are left out; of nothing it is an empty array. */
const arrayAgg: FunctionRule = {
  type: 'array',
  emit: (call, context) => {
    const [value] = values(call);
    if (value === undefined) return null;
    const orderBy = [...call.withinGroup, ...call.orderBy];
    const filter = `${context.operand(value)} IS NOT NULL`;
    const items = written(call, context, { name: 'list', args: [context.emit(value)], orderBy, filter });
    return arrayOfList(items, value, context);
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
    return arrayOfList(items, value, context);
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
      // Counted from the other end, a value that is there would be another one.
      if (order.descending && name === 'quantile_disc') return null;
      const at = order.descending ? `1 - ${context.operand(fraction)}` : context.emit(fraction);
      // Between two decimals DuckDB's result has no more digits than they have.
      const number = context.as(order.value, 'number');
      const from = name === 'quantile_cont' ? `CAST(${number} AS DOUBLE)` : number;
      return written(call, context, { name, args: [from, at] });
    },
  };
}

const approxPercentile: FunctionRule = {
  type: 'float',
  emit: (call, context) => {
    const [value, fraction] = values(call);
    if (value === undefined || fraction === undefined) return null;
    // The exact one: Snowflake's own answer is an estimate of it.
    const args = [`CAST(${context.as(value, 'number')} AS DOUBLE)`, context.emit(fraction)];
    return written(call, context, { name: 'quantile_cont', args });
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

/** Numbers within JSON compare as numbers, all else as text: how variants of several types compare is Snowflake's affair. */
function extreme(name: 'max' | 'min'): FunctionRule {
  return {
    type: firstType,
    emit: (call, context) => {
      const [value] = values(call);
      if (value === undefined) return null;
      if (isJson(context.typeOf(value))) {
        context.approximated(
          `${name} of variants of several types may be another: cast them to a type`,
          call,
        );
        const variant = context.emit(value);
        const order = `{n: ${macros}.variant_number(${variant}), t: json_extract_string(${variant}, '$')}`;
        return written(call, context, { name: `arg_${name}`, args: [variant, order], distinct: false });
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
    // A sum of zero is an error, as any division by it.
    return `(${number} / ${macros}.divisor(${written(call, context, { name: 'sum', args: [number] })}))`;
  },
};

/** None of no rows, where DuckDB's function of the name gives NULL. */
const countIf: FunctionRule = {
  type: 'integer',
  emit: (call, context) => {
    const [condition] = values(call);
    if (condition === undefined) return null;
    return written(call, context, { name: 'count', args: ['*'], filter: context.as(condition, 'boolean') });
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

/** Of fixed-point numbers it has the digits of a division. */
const mean: FunctionRule = {
  type: 'float',
  emit: (call, context) => {
    const [value] = values(call);
    if (value === undefined) return null;
    const args = [context.as(value, 'number')];
    const scale = scaleOf(value, context);
    if (scale !== undefined) {
      const sum = written(call, context, { name: 'sum', args });
      const count = written(call, context, { name: 'count', args });
      return quotient({ sql: sum, scale }, { sql: `nullif(${count}, 0)`, scale: 0 }).sql;
    }
    const average = written(call, context, { name: 'avg', args });
    if (context.typeOf(value) === 'float' || isJson(context.typeOf(value))) return average;
    // Only for its type: DuckDB does not calculate it.
    return `${macros}.mean(${average}, ${written(call, context, { name: 'min', args, distinct: false })}, ${macros}.quotients())`;
  },
};

function distinctArguments(call: Call, context: Context): string[] {
  const args = values(call).map(arg => context.emit(arg));
  return args.length < 2 ? args : [`(${args.join(', ')})`];
}

/** The exact number: Snowflake's own answer is an estimate of it. */
const approxCount = (call: Call, context: Context): string =>
  written(call, context, {
    name: 'count',
    args: distinctArguments(call, context),
    distinct: true,
  });

/** Of whole numbers; others are rounded first. */
function bitwise(name: string): FunctionRule {
  return {
    type: 'integer',
    emit: (call, context) => {
      const [value] = values(call);
      if (value === undefined) return null;
      return written(call, context, { name, args: [`${macros}.to_integer(${context.as(value, 'number')})`] });
    },
  };
}

function each(names: string[], rule: FunctionRule): FunctionRules {
  return Object.fromEntries(names.map(name => [name, rule]));
}

/** "Aggregate functions". */
export const aggregateFunctions: FunctionRules = {
  ANY_VALUE: plain(firstType, 'any_value'),
  APPROX_COUNT_DISTINCT: { type: 'integer', emit: approxCount },
  APPROX_PERCENTILE: approxPercentile,
  ARRAYAGG: arrayAgg,
  ARRAY_AGG: arrayAgg,
  ARRAY_UNIQUE_AGG: arrayUniqueAgg,
  AVG: mean,
  ...each(['BITAND_AGG', 'BITANDAGG', 'BIT_AND_AGG', 'BIT_ANDAGG'], bitwise('bit_and')),
  ...each(['BITOR_AGG', 'BITORAGG', 'BIT_OR_AGG', 'BIT_ORAGG'], bitwise('bit_or')),
  ...each(['BITXOR_AGG', 'BITXORAGG', 'BIT_XOR_AGG', 'BIT_XORAGG'], bitwise('bit_xor')),
  BOOLAND_AGG: plain('boolean', 'bool_and', 'boolean'),
  BOOLOR_AGG: plain('boolean', 'bool_or', 'boolean'),
  BOOLXOR_AGG: {
    type: 'boolean',
    emit: (call, context) => {
      const [value] = values(call);
      if (value === undefined) return null;
      const args = [context.as(value, 'boolean')];
      const count = written(call, context, { name: 'count', args });
      return `CASE WHEN ${count} > 0 THEN ${written(call, context, { name: 'count_if', args })} = 1 END`;
    },
  },
  CONDITIONAL_TRUE_EVENT: countIf,
  CORR: number('corr'),
  COUNT: count,
  COUNT_IF: countIf,
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
  MEDIAN: {
    type: 'float',
    emit: (call, context) => {
      const [value] = values(call);
      if (value === undefined) return null;
      const args = [`CAST(${context.as(value, 'number')} AS DOUBLE)`];
      return written(call, context, { name: 'median', args });
    },
  },
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
