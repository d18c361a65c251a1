import type { Chain, Expression } from '../syntax/tree.ts';
import { type Context, isJson, isNumber, isTimestamp, type SqlType } from './context.ts';
import { duckType } from './data-types.ts';
import { commonType } from './functions/conditions.ts';
import { functionRule } from './functions/functions.ts';
import { hasTime } from './intervals.ts';
import { resolveColumn } from './scope.ts';

/** Functions that are written without parentheses. */
const bare: Record<string, SqlType> = {
  CURRENT_DATE: 'date',
  CURRENT_TIMESTAMP: 'timestamptz',
  LOCALTIMESTAMP: 'timestamptz',
  CURRENT_TIME: 'time',
  LOCALTIME: 'time',
  CURRENT_USER: 'text',
};

export function isBareFunction(name: string): boolean {
  return Object.hasOwn(bare, name);
}

/** The type of an expression, as far as the text alone tells. */
export function inferType(node: Expression, context: Context): SqlType {
  const typeOf = (inner: Expression): SqlType => context.typeOf(inner);
  switch (node.kind) {
    case 'literal':
      return literalType(node.type, node.value);
    case 'column': {
      const [first] = node.parts;
      if (node.parts.length === 1 && first !== undefined && !first.quoted) {
        const type = Object.hasOwn(bare, first.name) ? bare[first.name] : undefined;
        if (type !== undefined) return type;
        if (context.scope.parameters.has(first.name)) return 'variant';
      }
      return resolveColumn(node.parts, context.scope).type;
    }
    case 'call': {
      const rule = functionRule(node.name.length === 1 ? (node.name[0]?.name ?? '') : '');
      if (rule === undefined) return 'unknown';
      return typeof rule.type === 'string' ? rule.type : rule.type(node, context);
    }
    case 'cast':
      return duckType(node.type)?.type ?? 'unknown';
    case 'path':
      return 'variant';
    case 'subscript':
      return 'variant';
    case 'case':
      return commonType(
        [...node.branches.map(({ then }) => then), ...(node.otherwise ? [node.otherwise] : [])].map(typeOf),
      );
    case 'unary':
      return node.operator === 'NOT' ? 'boolean' : numeric(typeOf(node.value));
    case 'chain':
      return chainType(node, context);
    case 'like':
    case 'in':
    case 'between':
    case 'is':
      return 'boolean';
    case 'subquery':
      return node.prefix === 'EXISTS' ? 'boolean' : 'unknown';
    case 'parens': {
      const [only] = node.items;
      return node.items.length === 1 && only !== undefined ? typeOf(only) : 'unknown';
    }
    case 'typed':
      return typedLiteral(node.type);
    case 'array':
      return 'array';
    case 'object':
      return 'object';
    case 'extract':
      return 'integer';
    case 'collate':
      return typeOf(node.value);
    default:
      return 'unknown';
  }
}

function literalType(type: string, value: string): SqlType {
  switch (type) {
    case 'string':
      return 'text';
    case 'number':
      return /[eE]/.test(value) ? 'float' : value.includes('.') ? 'decimal' : 'integer';
    case 'boolean':
      return 'boolean';
    case 'binary':
      return 'binary';
    default:
      return 'null';
  }
}

function typedLiteral(type: 'INTERVAL' | 'DATE' | 'TIME' | 'TIMESTAMP'): SqlType {
  switch (type) {
    case 'INTERVAL':
      return 'interval';
    case 'DATE':
      return 'date';
    case 'TIME':
      return 'time';
    case 'TIMESTAMP':
      return 'timestamp';
  }
}

function numeric(type: SqlType): SqlType {
  return isJson(type) ? 'float' : type;
}

function chainType({ operands, operators }: Chain, context: Context): SqlType {
  const [operator] = operators;
  if (operator === 'OR' || operator === 'AND') return 'boolean';
  if (operator === '||') return 'text';
  if (operator !== '+' && operator !== '-' && operator !== '*' && operator !== '/' && operator !== '%') {
    return 'boolean';
  }
  const types = operands.map(operand => context.typeOf(operand));
  const [first, second] = types;
  if (first === 'date' && second === 'date') return 'integer';
  if (types.includes('date')) return operands.some(hasTime) ? 'timestamp' : 'date';
  if (first !== undefined && isTimestamp(first)) return first;
  if (types.every(isNumber))
    return operators.includes('/') && !types.includes('float') ? 'decimal' : commonType(types);
  return types.some(type => type === 'unknown' || type === 'interval') ? 'unknown' : 'float';
}
