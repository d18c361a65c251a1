import type { Call, Expression } from '../../syntax/tree.ts';
import type { Context, SqlType } from '../context.ts';
import { isJson, isNumber } from '../context.ts';
import { comparable } from '../comparisons.ts';
import { quotient } from '../quotients.ts';
import { type FunctionRule, type FunctionRules, firstType, rule, values } from '../rules.ts';
import { scaleOf } from '../scales.ts';

/** Values of which one becomes the result: where one is a variant, the others become variants too. */
export function alike(nodes: readonly Expression[], context: Context): string[] {
  const types = nodes.map(node => context.typeOf(node));
  // Snowflake makes numbers of the texts, DuckDB texts of the numbers; a string in the text becomes what is needed.
  const text = nodes.find((node, index) => types[index] === 'text' && node.kind !== 'literal');
  if (text !== undefined && types.some(isNumber)) {
    context.snowflakeOnly('Text and numbers are mixed: cast them to one type', text);
  }
  const mixed = types.some(isJson) && types.some(type => !isJson(type) && type !== 'null');
  return nodes.map(node => (mixed ? context.as(node, 'json') : context.emit(node)));
}

export function commonType(types: readonly SqlType[]): SqlType {
  const known = types.filter(type => type !== 'null');
  const [first] = known;
  if (first === undefined) return 'null';
  if (known.every(type => type === first)) return first;
  if (known.some(isJson)) return 'variant';
  if (known.every(type => type === 'integer' || type === 'decimal')) return 'decimal';
  return known.every(type => type === 'integer' || type === 'decimal' || type === 'float')
    ? 'float'
    : 'unknown';
}

function typeOfAll(call: Call, context: Context): SqlType {
  return commonType(values(call).map(value => context.typeOf(value)));
}

const coalesce: FunctionRule = {
  type: typeOfAll,
  emit: (call, context) => `coalesce(${alike(values(call), context).join(', ')})`,
};

/** JSON compares as text, so that 10 comes before 9. */
function ofVariants(call: Call, context: Context): boolean {
  return values(call).some(value => isJson(context.typeOf(value)));
}

/** NULL if anything is NULL; DuckDB leaves NULLs out. */
function extreme(name: 'greatest' | 'least'): FunctionRule {
  return {
    type: typeOfAll,
    emit: (call, context) => {
      if (values(call).some(value => value.kind === 'literal' && value.type === 'null')) return 'NULL';
      if (ofVariants(call, context)) return null;
      const nullable = values(call).filter(value => value.kind !== 'literal');
      const result = `${name}(${alike(values(call), context).join(', ')})`;
      if (nullable.length === 0) return result;
      const missing = nullable.map(value => `${context.operand(value)} IS NULL`).join(' OR ');
      return `CASE WHEN ${missing} THEN NULL ELSE ${result} END`;
    },
  };
}

const iff: FunctionRule = {
  type: (call, context) =>
    commonType(
      values(call)
        .slice(1)
        .map(value => context.typeOf(value)),
    ),
  emit: (call, context) => {
    const [condition, ...branches] = values(call);
    if (condition === undefined || branches.length !== 2) return null;
    const [yes, no] = alike(branches, context);
    return `CASE WHEN ${context.as(condition, 'boolean')} THEN ${yes} ELSE ${no} END`;
  },
};

/** `decode(x, a, 1, b, 2, 0)`: a CASE that finds NULL equal to NULL. */
const decode: FunctionRule = {
  type: (call, context) => commonType(decodeResults(values(call)).map(value => context.typeOf(value))),
  emit: (call, context) => {
    const [subject, ...rest] = values(call);
    if (subject === undefined || rest.length < 2) return null;
    const results = alike(decodeResults(values(call)), context);
    const keys = rest.filter((_, index) => index % 2 === 0 && index + 1 < rest.length);
    const [left, ...rights] = comparable([subject, ...keys], context, 'operand');
    const branches: string[] = [];
    for (let index = 0; index + 1 < rest.length; index += 2) {
      branches.push(`WHEN ${left} IS NOT DISTINCT FROM ${rights[index / 2]} THEN ${results[index / 2]}`);
    }
    const otherwise = rest.length % 2 === 1 ? ` ELSE ${results.at(-1)}` : '';
    return `CASE ${branches.join(' ')}${otherwise} END`;
  },
};

function decodeResults(args: Expression[]): Expression[] {
  const rest = args.slice(1);
  return rest.filter((_, index) => index % 2 === 1 || (rest.length % 2 === 1 && index === rest.length - 1));
}

/** A quotient, or zero for some divisors. */
function divisionOrZero(zero: string): FunctionRule {
  const otherwise = '@divide({1:number}, nullif({2:number}, 0), @quotients())';
  const any = rule('decimal', `CASE WHEN ${zero} THEN 0 ELSE ${otherwise} END`);
  return {
    type: 'decimal',
    emit: (call, context) => {
      const [dividend, divisor] = values(call);
      if (dividend === undefined || divisor === undefined || call.args.length !== 2) return null;
      const [scale, own] = [scaleOf(dividend, context), scaleOf(divisor, context)];
      if (scale === undefined || own === undefined) return any.emit(call, context);
      const by = { sql: `nullif(${context.emit(divisor)}, 0)`, scale: own };
      const result = quotient({ sql: context.operand(dividend), scale }, by).sql;
      return rule('decimal', `CASE WHEN ${zero} THEN 0 ELSE ${result} END`).emit(call, context);
    },
  };
}

/** "Conditional expression functions". BOOLAND and the like round their arguments. */
export const conditionFunctions: FunctionRules = {
  BOOLAND: rule('boolean', '(round({1:number}) <> 0 AND round({2:number}) <> 0)'),
  BOOLNOT: rule('boolean', '(round({1:number}) = 0)'),
  BOOLOR: rule('boolean', '(round({1:number}) <> 0 OR round({2:number}) <> 0)'),
  BOOLXOR: rule('boolean', '((round({1:number}) <> 0) <> (round({2:number}) <> 0))'),
  COALESCE: coalesce,
  DECODE: decode,
  DIV0: divisionOrZero('{2:number} = 0'),
  DIV0NULL: divisionOrZero('coalesce({2:number}, 0) = 0'),
  EQUAL_NULL: {
    type: 'boolean',
    emit: (call, context) => {
      if (call.args.length !== 2) return null;
      const [left, right] = comparable(values(call), context, 'operand');
      return `(${left} IS NOT DISTINCT FROM ${right})`;
    },
  },
  GREATEST: extreme('greatest'),
  GREATEST_IGNORE_NULLS: {
    type: typeOfAll,
    emit: (call, context) =>
      ofVariants(call, context) ? null : `greatest(${alike(values(call), context).join(', ')})`,
  },
  IFF: iff,
  IFNULL: coalesce,
  IS_NULL_VALUE: rule('boolean', "(json_type({1:json}) = 'NULL')"),
  LEAST: extreme('least'),
  LEAST_IGNORE_NULLS: {
    type: typeOfAll,
    emit: (call, context) =>
      ofVariants(call, context) ? null : `least(${alike(values(call), context).join(', ')})`,
  },
  NULLIF: {
    type: firstType,
    emit: (call, context) => {
      const [first, second] = values(call);
      if (first === undefined || second === undefined || call.args.length !== 2) return null;
      const [left, right] = comparable([first, second], context, 'operand');
      // The value stays what it is.
      if (left !== context.operand(first)) {
        return `CASE WHEN ${left} = ${right} THEN NULL ELSE ${context.emit(first)} END`;
      }
      return `nullif(${context.emit(first)}, ${right})`;
    },
  },
  NULLIFZERO: rule(firstType, 'nullif({1:number}, 0)'),
  NVL: coalesce,
  NVL2: {
    type: (call, context) =>
      commonType(
        values(call)
          .slice(1)
          .map(value => context.typeOf(value)),
      ),
    emit: (call, context) => {
      const [value, ...branches] = values(call);
      if (value === undefined || branches.length !== 2) return null;
      const [yes, no] = alike(branches, context);
      return `CASE WHEN ${context.operand(value)} IS NOT NULL THEN ${yes} ELSE ${no} END`;
    },
  },
  REGR_VALX: rule('float', 'CASE WHEN {1} IS NULL THEN NULL ELSE {2:number} END'),
  REGR_VALY: rule('float', 'CASE WHEN {2} IS NULL THEN NULL ELSE {1:number} END'),
  ZEROIFNULL: rule(firstType, 'coalesce({1:number}, 0)'),
};
