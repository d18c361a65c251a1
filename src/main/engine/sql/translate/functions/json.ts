import type { Expression, Lambda } from '../../syntax/tree.ts';
import { type Context, isTimestamp, type SqlType } from '../context.ts';
import { quotedList, quotedText } from '../names.ts';
import {
  type FunctionRule,
  type FunctionRules,
  literalNumber,
  literalText,
  rule,
  values,
  macros,
} from '../rules.ts';

/** A step of a JSON path; what is no plain name is quoted. */
export function pathStep(step: string | number): string {
  if (typeof step === 'number') return `[${step}]`;
  return `."${step.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

export function jsonPath(steps: readonly (string | number)[]): string {
  return quotedText(`$${steps.map(pathStep).join('')}`);
}

/** `a.b[0]['c']` as GET_PATH takes it. */
export function parsePath(text: string): (string | number)[] {
  const steps: (string | number)[] = [];
  for (const match of text.matchAll(/\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]|"((?:[^"]|"")*)"|([^.[\]:"]+)/g)) {
    const [, index, bracketed, quoted, plain] = match;
    steps.push(
      index === undefined ? (bracketed ?? quoted?.replaceAll('""', '"') ?? plain ?? '') : Number(index),
    );
  }
  return steps;
}

/** An element by position or a field by name; positions count from 0. */
export function getElement(value: Expression, index: Expression, context: Context): string {
  const source = context.as(value, 'variant');
  const name = literalText(index);
  const at = literalNumber(index);
  if (name !== undefined) return `json_extract(${source}, ${jsonPath([name])})`;
  if (at !== undefined && at >= 0) return `json_extract(${source}, ${jsonPath([at])})`;
  return `${macros}.get(${source}, ${context.emit(index)})`;
}

/** Objects leave out keys whose value is NULL; Snowflake shows keys in order. */
export function objectOf(
  entries: { key: Expression; value: Expression }[],
  keepNulls: boolean,
  context: Context,
): string {
  const names = entries.map(({ key }) => literalText(key));
  const sorted = names.every(name => name !== undefined)
    ? [...entries].sort((a, b) => ((literalText(a.key) ?? '') < (literalText(b.key) ?? '') ? -1 : 1))
    : entries;
  const neverNull = sorted.every(({ value }) => value.kind === 'literal' && value.type !== 'null');
  if (keepNulls || neverNull) {
    const parts = sorted.map(({ key, value }) => `${context.as(key, 'text')}, ${context.as(value, 'json')}`);
    return `json_object(${parts.join(', ')})`;
  }
  const pairs = sorted.map(
    ({ key, value }) => `{k: ${context.as(key, 'text')}, v: ${context.as(value, 'json')}}`,
  );
  return `to_json(map_from_entries(list_filter([${pairs.join(', ')}], lambda e: e.v IS NOT NULL)))`;
}

export function arrayOf(items: readonly Expression[], context: Context): string {
  return `json_array(${items.map(item => context.as(item, 'json')).join(', ')})`;
}

function construct(keepNulls: boolean): FunctionRule {
  return {
    type: 'object',
    emit: (call, context) => {
      const args = values(call);
      if (args.some(arg => arg.kind === 'star')) return null;
      const entries: { key: Expression; value: Expression }[] = [];
      for (let index = 0; index + 1 < args.length; index += 2) {
        const [key, value] = [args[index], args[index + 1]];
        if (key !== undefined && value !== undefined) entries.push({ key, value });
      }
      return args.length % 2 === 0 ? objectOf(entries, keepNulls, context) : null;
    },
  };
}

/** `filter(a, x -> …)` and the like: elements are variants, lists only on the way. */
function higherOrder(name: string, result: 'boolean' | 'json'): FunctionRule {
  return {
    type: 'array',
    emit: (call, context) => {
      const [array, lambda] = values(call);
      if (array === undefined || lambda?.kind !== 'lambda' || call.args.length !== 2) return null;
      const elements = `${macros}.elements(${context.as(array, 'variant')})`;
      return `to_json(${name}(${elements}, ${emitLambda(lambda, context, result)}))`;
    },
  };
}

const reduce: FunctionRule = {
  type: 'variant',
  emit: (call, context) => {
    const [array, initial, lambda] = values(call);
    if (array === undefined || initial === undefined || lambda?.kind !== 'lambda') return null;
    const elements = `${macros}.elements(${context.as(array, 'variant')})`;
    return `list_reduce(${elements}, ${emitLambda(lambda, context, 'json')}, ${context.as(initial, 'json')})`;
  },
};

function emitLambda(node: Lambda, context: Context, result: 'boolean' | 'json'): string {
  const parameters = new Set([...context.scope.parameters, ...node.parameters.map(({ name }) => name)]);
  const body = context.within({ ...context.scope, parameters }, () => context.as(node.body, result));
  return `lambda ${quotedList(node.parameters)}: ${body}`;
}

const integers = ['UBIGINT', 'BIGINT', 'HUGEINT'];
const numbers = [...integers, 'DOUBLE'];

/** The value if the variant has the type, else NULL: nothing is converted. */
const only = (type: SqlType, kinds: readonly string[], sql: string): FunctionRule =>
  rule(
    type,
    `CASE WHEN json_type({1:variant}) IN (${kinds.map(kind => `'${kind}'`).join(', ')}) THEN CAST({1:text} AS ${sql}) END`,
  );

const asText = rule('text', "CASE WHEN json_type({1:variant}) = 'VARCHAR' THEN {1:text} END");

/** `as_decimal(v [, precision [, scale]])`, with no digits behind the point unless asked for. */
const asDecimal: FunctionRule = {
  type: 'decimal',
  emit: (call, context) => {
    const [precision = 38, scale = 0] = values(call).slice(1).map(literalNumber);
    if (
      call.args.length > 3 ||
      values(call)
        .slice(1)
        .some(arg => literalNumber(arg) === undefined)
    )
      return null;
    const first = { ...call, args: call.args.slice(0, 1) };
    return only('decimal', numbers, `DECIMAL(${precision}, ${scale})`).emit(first, context);
  },
};

const is = (...types: string[]): FunctionRule =>
  rule('boolean', `(json_type({1:json}) IN (${types.map(type => `'${type}'`).join(', ')}))`);

/** "Semi-structured and structured data functions". Variants, arrays and objects are JSON. */
export const jsonFunctions: FunctionRules = {
  ARRAYS_OVERLAP: rule('boolean', '@arrays_overlap({1:variant}, {2:variant})'),
  ARRAY_APPEND: rule('array', '@array_append({1:variant}, {2:json})'),
  ARRAY_CAT: rule('array', '@array_cat({1:variant}, {2:variant})'),
  ARRAY_COMPACT: rule('array', '@array_compact({1:variant})'),
  ARRAY_CONSTRUCT: { type: 'array', emit: (call, context) => arrayOf(values(call), context) },
  ARRAY_CONSTRUCT_COMPACT: {
    type: 'array',
    emit: (call, context) => `${macros}.array_compact(${arrayOf(values(call), context)})`,
  },
  ARRAY_CONTAINS: rule('boolean', '@array_contains({2:variant}, {1:json})'),
  ARRAY_DISTINCT: rule('array', '@array_distinct({1:variant})'),
  ARRAY_EXCEPT: rule('array', '@array_except({1:variant}, {2:variant})'),
  ARRAY_FLATTEN: rule('array', '@array_flatten({1:variant})'),
  ARRAY_GENERATE_RANGE: rule('array', 'to_json(range({1}, {2}))', 'to_json(range({1}, {2}, {3}))'),
  ARRAY_INSERT: rule('array', '@array_insert({1:variant}, {2}, {3:json})'),
  ARRAY_INTERSECTION: rule('array', '@array_intersection({1:variant}, {2:variant})'),
  ARRAY_MAX: rule('variant', '@array_max({1:variant})'),
  ARRAY_MIN: rule('variant', '@array_min({1:variant})'),
  ARRAY_POSITION: rule('integer', '(list_position(@elements({2:variant}), {1:json}) - 1)'),
  ARRAY_PREPEND: rule('array', '@array_prepend({1:variant}, {2:json})'),
  ARRAY_REMOVE: rule('array', '@array_remove({1:variant}, {2:json})'),
  ARRAY_REVERSE: rule('array', 'to_json(list_reverse(@elements({1:variant})))'),
  ARRAY_SIZE: rule('integer', '@array_size({1:variant})'),
  ARRAY_SLICE: rule('array', '@array_slice({1:variant}, {2}, {3})'),
  ARRAY_SORT: rule('array', '@array_sort({1:variant}, true)', '@array_sort({1:variant}, {2})'),
  ARRAY_TO_STRING: rule('text', '@array_to_string({1:variant}, {2:text})'),
  AS_ARRAY: rule('array', "CASE WHEN json_type({1:variant}) = 'ARRAY' THEN {1:variant} END"),
  AS_BOOLEAN: only('boolean', ['BOOLEAN'], 'BOOLEAN'),
  AS_CHAR: asText,
  AS_DECIMAL: asDecimal,
  AS_DOUBLE: only('float', numbers, 'DOUBLE'),
  AS_INTEGER: only('integer', integers, 'BIGINT'),
  AS_NUMBER: asDecimal,
  AS_OBJECT: rule('object', "CASE WHEN json_type({1:variant}) = 'OBJECT' THEN {1:variant} END"),
  AS_REAL: only('float', numbers, 'DOUBLE'),
  AS_VARCHAR: asText,
  CHECK_JSON: rule('text', "CASE WHEN json_valid({1:text}) THEN NULL ELSE 'This is no JSON' END"),
  FILTER: higherOrder('list_filter', 'boolean'),
  GET: {
    type: 'variant',
    emit: (call, context) => {
      const [value, index] = values(call);
      return value === undefined || index === undefined ? null : getElement(value, index, context);
    },
  },
  GET_IGNORE_CASE: rule('variant', '@get_ignore_case({1:variant}, {2:text})'),
  GET_PATH: {
    type: 'variant',
    emit: (call, context) => {
      const [value, path] = values(call);
      const text = literalText(path);
      if (value === undefined || text === undefined) return null;
      return `json_extract(${context.as(value, 'variant')}, ${jsonPath(parsePath(text))})`;
    },
  },
  IS_ARRAY: is('ARRAY'),
  IS_BOOLEAN: is('BOOLEAN'),
  IS_CHAR: is('VARCHAR'),
  IS_DECIMAL: is(...numbers),
  IS_DOUBLE: is(...numbers),
  IS_INTEGER: is(...integers),
  IS_OBJECT: is('OBJECT'),
  IS_REAL: is(...numbers),
  IS_VARCHAR: is('VARCHAR'),
  JSON_EXTRACT_PATH_TEXT: {
    type: 'text',
    emit: (call, context) => {
      const [value, path] = values(call);
      const text = literalText(path);
      if (value === undefined || text === undefined) return null;
      return `json_extract_string(${context.emit(value)}, ${jsonPath(parsePath(text))})`;
    },
  },
  OBJECT_CONSTRUCT: construct(false),
  OBJECT_CONSTRUCT_KEEP_NULL: construct(true),
  OBJECT_DELETE: {
    type: 'object',
    emit: (call, context) => {
      const [object, ...keys] = values(call);
      if (object === undefined || keys.length === 0) return null;
      const list = keys.map(key => context.as(key, 'text')).join(', ');
      return `${macros}.object_delete(${context.as(object, 'variant')}, [${list}])`;
    },
  },
  OBJECT_INSERT: {
    type: 'object',
    emit: (call, context) => {
      const update = values(call)[3];
      if (update !== undefined && update.kind !== 'literal') return null;
      // Without the flag a key that is there already is an error.
      const macro = update?.kind === 'literal' && update.value === 'TRUE' ? 'object_insert' : 'object_add';
      const three = { ...call, args: call.args.slice(0, 3) };
      return rule('object', `@${macro}({1:variant}, {2:text}, {3:json})`).emit(three, context);
    },
  },
  OBJECT_KEYS: rule('array', 'to_json(list_sort(json_keys({1:variant})))'),
  OBJECT_PICK: {
    type: 'object',
    emit: (call, context) => {
      const [object, ...keys] = values(call);
      if (object === undefined || keys.length === 0) return null;
      const list = keys.map(key => context.as(key, 'text')).join(', ');
      return `${macros}.object_pick(${context.as(object, 'variant')}, [${list}])`;
    },
  },
  PARSE_JSON: rule('variant', '@parse_json({1:text})'),
  REDUCE: reduce,
  STRIP_NULL_VALUE: rule(
    'variant',
    "CASE WHEN json_type({1:variant}) = 'NULL' THEN NULL ELSE {1:variant} END",
  ),
  TO_ARRAY: rule('array', '@to_array({1:json})'),
  TO_JSON: rule('text', 'CAST({1:json} AS VARCHAR)'),
  TO_OBJECT: rule('object', '@to_object({1:variant})'),
  TO_VARIANT: rule('variant', '{1:json}'),
  TRANSFORM: higherOrder('list_transform', 'json'),
  TRY_PARSE_JSON: rule('variant', '@try_parse_json({1:text})'),
  TYPEOF: {
    type: 'text',
    emit: (call, context) => {
      const [value] = values(call);
      if (value === undefined || call.args.length !== 1) return null;
      // JSON has texts for these, and nothing that tells.
      const type = context.typeOf(value);
      if (type === 'date' || type === 'time' || type === 'binary' || isTimestamp(type)) return null;
      return `${macros}.type_name(${context.as(value, 'json')})`;
    },
  },
};
