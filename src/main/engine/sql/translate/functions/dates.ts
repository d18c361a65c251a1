import type { Call, Expression } from '../../syntax/tree.ts';
import type { Context, SqlType } from '../context.ts';
import { datePart, partsOfDates } from '../date-parts.ts';
import { digits, type FunctionRule, type FunctionRules, literalText, rule, values } from '../rules.ts';

/** `year`, `'year'`, `"year"`: a part of a date where one is expected. */
export function partOf(node: Expression | undefined): string | undefined {
  const name =
    node?.kind === 'column' && node.parts.length === 1
      ? node.parts[0]?.name
      : (literalText(node) ?? undefined);
  return name === undefined ? undefined : datePart(name);
}

/** Adding days, months and years to a date gives a date, adding hours a timestamp. */
function typeAfterAdding(part: string | undefined, type: SqlType): SqlType {
  if (type === 'date') return part !== undefined && partsOfDates.has(part) ? 'date' : 'timestamp';
  if (type === 'text') return 'timestamp';
  return type;
}

const months: Record<string, number> = { year: 12, quarter: 3, month: 1 };

/** The macro that adds an amount of a part, and the factor the amount takes for it. */
function adder(part: string): { name: string; factor: number } | undefined {
  const factor = months[part];
  if (factor !== undefined) return { name: 'add_months', factor };
  switch (part) {
    case 'week':
      return { name: 'add_days', factor: 7 };
    case 'day':
    case 'dayofyear':
    case 'dayofweek':
      return { name: 'add_days', factor: 1 };
    case 'hour':
      return { name: 'add_seconds', factor: 3_600 };
    case 'minute':
      return { name: 'add_seconds', factor: 60 };
    case 'second':
      return { name: 'add_seconds', factor: 1 };
    case 'millisecond':
      return { name: 'add_microseconds', factor: 1_000 };
    case 'microsecond':
      return { name: 'add_microseconds', factor: 1 };
    case 'nanosecond':
      return { name: 'add_microseconds', factor: 0.001 };
    default:
      return undefined;
  }
}

const dateAdd: FunctionRule = {
  type: (call, context) => {
    const [part, , value] = values(call);
    return value === undefined ? 'unknown' : typeAfterAdding(partOf(part), context.typeOf(value));
  },
  emit: (call, context) => {
    const [part, amount, value] = values(call);
    const how = adder(partOf(part) ?? '');
    if (how === undefined || amount === undefined || value === undefined || call.args.length !== 3)
      return null;
    const count = how.factor === 1 ? context.emit(amount) : `${how.factor} * ${context.operand(amount)}`;
    return `${context.macroFor(how.name, value)}(${context.as(value, 'date')}, ${count})`;
  },
};

const dateDiff: FunctionRule = {
  type: 'integer',
  emit: (call, context) => {
    const [part, from, to] = values(call);
    const name = partOf(part);
    if (name === undefined || from === undefined || to === undefined || call.args.length !== 3) return null;
    const [start, end] = [from, to].map(value =>
      context.as(value, context.typeOf(value) === 'time' ? 'text' : 'timestamp'),
    );
    if (context.typeOf(from) === 'time' && context.typeOf(to) === 'time') {
      return `date_diff('${name}', ${context.emit(from)}, ${context.emit(to)})`;
    }
    // DuckDB counts whole weeks, Snowflake the Mondays between.
    if (name === 'week') {
      return `(date_diff('day', date_trunc('week', ${start}), date_trunc('week', ${end})) // 7)`;
    }
    if (name === 'nanosecond') return `(date_diff('microsecond', ${start}, ${end}) * 1000)`;
    return `date_diff('${name === 'dayofyear' || name === 'dayofweek' ? 'day' : name}', ${start}, ${end})`;
  },
};

/** `date_trunc('month', d)` and `trunc(d, 'month')`: of the type of its argument. */
function truncate(
  part: Expression | undefined,
  value: Expression | undefined,
  context: Context,
): string | null {
  const name = partOf(part);
  if (name === undefined || value === undefined) return null;
  const type = context.typeOf(value);
  if (type === 'timestamp' || type === 'timestamptz') return `date_trunc('${name}', ${context.emit(value)})`;
  return `${context.macroFor('date_trunc', value)}('${name}', ${context.as(value, 'date')})`;
}

const dateTrunc: FunctionRule = {
  type: (call, context) => dateOrTimestamp(values(call)[1], context),
  emit: (call, context) => truncate(values(call)[0], values(call)[1], context),
};

/** DuckDB cuts digits off decimals and floats only. */
function truncateNumber(value: Expression, places: Expression | undefined, context: Context): string {
  if (places === undefined) return `trunc(${context.as(value, 'number')})`;
  const type = context.typeOf(value);
  const number = context.as(value, 'number', 'operand');
  return `trunc(${type === 'decimal' || type === 'float' ? number : `${number} + 0.0`}, ${digits(places, context)})`;
}

/** Text becomes a timestamp; anything else stays what it is. */
function dateOrTimestamp(value: Expression | undefined, context: Context): SqlType {
  const type = value === undefined ? 'unknown' : context.typeOf(value);
  return type === 'text' ? 'timestamp' : type;
}

/** A part of a date as a number. */
export function extract(part: string, value: Expression, context: Context): string | null {
  const name = datePart(part);
  if (name === undefined) return null;
  const type = context.typeOf(value);
  const time = type === 'time' || type === 'date' ? context.emit(value) : context.as(value, 'timestamp');
  switch (name) {
    case 'second':
      return `date_part('second', ${time})`;
    case 'nanosecond':
      return `(date_part('microsecond', ${time}) % 1000000 * 1000)`;
    case 'microsecond':
      return `(date_part('microsecond', ${time}) % 1000000)`;
    case 'millisecond':
      return `(date_part('millisecond', ${time}) % 1000)`;
    case 'epoch':
      return `CAST(floor(epoch(${time})) AS BIGINT)`;
    case 'epoch_ms':
    case 'epoch_us':
    case 'epoch_ns':
      return `${name}(${time})`;
    default:
      return `date_part('${name}', ${time})`;
  }
}

const part = (name: string): FunctionRule => ({
  type: 'integer',
  emit: (call, context) => {
    const [value] = values(call);
    return value === undefined || call.args.length !== 1 ? null : extract(name, value, context);
  },
});

const datePartCall: FunctionRule = {
  type: 'integer',
  emit: (call, context) => {
    const [first] = call.args;
    const value = first?.from ?? call.args[1]?.value;
    const name = partOf(first?.value);
    return name === undefined || value === undefined ? null : extract(name, value, context);
  },
};

const lastDay: FunctionRule = {
  type: 'date',
  emit: (call, context) => {
    const [value, second] = values(call);
    if (value === undefined) return null;
    const name = second === undefined ? 'month' : partOf(second);
    const date = `CAST(${context.emit(value)} AS DATE)`;
    switch (name) {
      case 'month':
        return `last_day(${date})`;
      case 'week':
        return `CAST(date_trunc('week', ${date}) + INTERVAL 6 DAY AS DATE)`;
      case 'quarter':
      case 'year':
        return `CAST(date_trunc('${name}', ${date}) + INTERVAL 1 ${name.toUpperCase()} - INTERVAL 1 DAY AS DATE)`;
      default:
        return null;
    }
  },
};

const convertTimezone: FunctionRule = {
  type: (call: Call) => (call.args.length === 3 ? 'timestamp' : 'timestamptz'),
  emit: (call, context) => {
    const args = values(call);
    if (args.length === 3) {
      const [from, to, value] = args;
      if (from === undefined || to === undefined || value === undefined) return null;
      return `timezone(${context.emit(to)}, timezone(${context.emit(from)}, ${context.as(value, 'timestamp')}))`;
    }
    const [to, value] = args;
    if (to === undefined || value === undefined) return null;
    context.approximated(
      'DuckDB keeps no zone with a timestamp: the result is the local time in the zone',
      call,
    );
    return `timezone(${context.emit(to)}, CAST(${context.emit(value)} AS TIMESTAMPTZ))`;
  },
};

const now = (sql: string, type: SqlType): FunctionRule => ({ type, emit: () => sql });

const dateFromParts = rule('date', '@date_from_parts({1}, {2}, {3})');
const timestampFromParts = rule(
  'timestamp',
  '(CAST({1} AS DATE) + {2})',
  '@timestamp_from_parts({1}, {2}, {3}, {4}, {5}, {6}, 0)',
  '@timestamp_from_parts({1}, {2}, {3}, {4}, {5}, {6}, {7})',
);
const timeFromParts = rule(
  'time',
  '@time_from_parts({1}, {2}, {3}, 0)',
  '@time_from_parts({1}, {2}, {3}, {4})',
);
const timestampLtzFromParts = rule(
  'timestamptz',
  'CAST(@timestamp_from_parts({1}, {2}, {3}, {4}, {5}, {6}, 0) AS TIMESTAMPTZ)',
  'CAST(@timestamp_from_parts({1}, {2}, {3}, {4}, {5}, {6}, {7}) AS TIMESTAMPTZ)',
  'timezone({8:text}, @timestamp_from_parts({1}, {2}, {3}, {4}, {5}, {6}, {7}))',
);

/** "Date & time functions" and the conversions to and from them. */
export const dateFunctions: FunctionRules = {
  ADD_MONTHS: {
    type: (call, context) => dateOrTimestamp(values(call)[0], context),
    emit: (call, context) => {
      const [value, amount] = values(call);
      if (value === undefined || amount === undefined) return null;
      const macro = context.macroFor('add_months_keeping_end', value);
      return `${macro}(${context.as(value, 'date')}, ${context.emit(amount)})`;
    },
  },
  CONVERT_TIMEZONE: convertTimezone,
  CURRENT_DATE: now('current_date', 'date'),
  CURRENT_TIME: now('CAST(get_current_time() AS TIME)', 'time'),
  CURRENT_TIMESTAMP: now('current_timestamp', 'timestamptz'),
  DATEADD: dateAdd,
  DATEDIFF: dateDiff,
  DATEFROMPARTS: dateFromParts,
  DATE_FROM_PARTS: dateFromParts,
  DATE_PART: datePartCall,
  DATE_TRUNC: dateTrunc,
  DAY: part('day'),
  DAYNAME: rule('text', 'left(dayname(CAST({1} AS TIMESTAMP)), 3)'),
  DAYOFMONTH: part('day'),
  DAYOFWEEK: part('dayofweek'),
  DAYOFWEEKISO: part('dayofweekiso'),
  DAYOFWEEK_ISO: part('dayofweekiso'),
  DAYOFYEAR: part('dayofyear'),
  GETDATE: now('current_timestamp', 'timestamptz'),
  HOUR: part('hour'),
  LAST_DAY: lastDay,
  LOCALTIME: now('CAST(get_current_time() AS TIME)', 'time'),
  LOCALTIMESTAMP: now('current_timestamp', 'timestamptz'),
  MINUTE: part('minute'),
  MONTH: part('month'),
  MONTHNAME: rule('text', 'left(monthname(CAST({1} AS TIMESTAMP)), 3)'),
  MONTHS_BETWEEN: rule('float', '@months_between(CAST({1} AS TIMESTAMP), CAST({2} AS TIMESTAMP))'),
  NEXT_DAY: rule('date', '@next_day(CAST({1} AS DATE), {2:text})'),
  PREVIOUS_DAY: rule('date', '@previous_day(CAST({1} AS DATE), {2:text})'),
  QUARTER: part('quarter'),
  SECOND: part('second'),
  SYSDATE: now("timezone('UTC', current_timestamp)", 'timestamp'),
  SYSTIMESTAMP: now('current_timestamp', 'timestamptz'),
  TIMEADD: dateAdd,
  TIMEDIFF: dateDiff,
  TIMEFROMPARTS: timeFromParts,
  TIMESTAMPADD: dateAdd,
  TIMESTAMPDIFF: dateDiff,
  TIMESTAMP_FROM_PARTS: timestampFromParts,
  TIMESTAMPFROMPARTS: timestampFromParts,
  TIMESTAMP_LTZ_FROM_PARTS: timestampLtzFromParts,
  TIMESTAMP_NTZ_FROM_PARTS: timestampFromParts,
  TIMESTAMP_TZ_FROM_PARTS: timestampLtzFromParts,
  TIME_FROM_PARTS: timeFromParts,
  TIME_SLICE: {
    type: (call, context) => dateOrTimestamp(values(call)[0], context),
    emit: (call, context) => {
      const [value, length, unit, end] = values(call);
      const name = partOf(unit);
      if (value === undefined || length === undefined || name === undefined) return null;
      const interval = `${context.operand(length)} * INTERVAL 1 ${name.toUpperCase()}`;
      // Slices begin at the start of 1970; weeks at the Monday before it.
      const origin = name === 'week' ? '1969-12-29' : '1970-01-01';
      const slice = `${context.macroFor('time_slice', value)}(${interval}, ${context.as(value, 'date')}, DATE '${origin}')`;
      return literalText(end)?.toUpperCase() === 'END'
        ? `${context.macroFor('add_interval', value)}(${slice}, ${interval})`
        : slice;
    },
  },
  TRUNC: {
    type: (call, context) => dateOrTimestamp(values(call)[0], context),
    emit: (call, context) => {
      const [value, second] = values(call);
      if (value === undefined) return null;
      // Of a date by a part, or of a number to a number of digits.
      if (partOf(second) !== undefined && second?.kind === 'literal') return truncate(second, value, context);
      return truncateNumber(value, second, context);
    },
  },
  TRUNCATE: {
    type: 'decimal',
    emit: (call, context) => {
      const [value, second] = values(call);
      return value === undefined ? null : truncateNumber(value, second, context);
    },
  },
  WEEK: part('week'),
  WEEKISO: part('week'),
  WEEKOFYEAR: part('week'),
  YEAR: part('year'),
  YEAROFWEEK: part('yearofweek'),
  YEAROFWEEKISO: part('yearofweek'),
};
