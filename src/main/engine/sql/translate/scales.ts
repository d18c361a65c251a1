import { productScale, quotientScale } from '../digits.ts';
import type { Chain, Expression } from '../syntax/tree.ts';
import type { Context } from './context.ts';
import { duckType } from './data-types.ts';
import { literalNumber } from './rules.ts';
import { resolveColumn } from './scope.ts';

/** Whole numbers, whatever they are given. */
const counting = new Set([
  'COUNT',
  'COUNT_IF',
  'APPROX_COUNT_DISTINCT',
  'DATEDIFF',
  'TIMESTAMPDIFF',
  'LENGTH',
  'LEN',
  'ROW_NUMBER',
  'RANK',
  'DENSE_RANK',
]);
/** With the digits of their first argument. */
const keeping = new Set(['SUM', 'MIN', 'MAX', 'ABS', 'ANY_VALUE', 'NULLIFZERO', 'ZEROIFNULL']);
/** With the digits of whichever of their arguments has the most. */
const choosing = new Set(['COALESCE', 'NVL', 'IFNULL', 'NULLIF']);

/** The digits behind the point that a fixed-point number has in DuckDB as in Snowflake; undefined where that is not certain. */
export function scaleOf(node: Expression, context: Context): number | undefined {
  switch (node.kind) {
    case 'literal':
      return node.type === 'number' && /^\d*\.?\d*$/.test(node.value)
        ? (node.value.split('.')[1] ?? '').length
        : undefined;
    case 'parens':
      return node.items.length === 1 && node.items[0] !== undefined
        ? scaleOf(node.items[0], context)
        : undefined;
    case 'unary':
      return node.operator === '-' || node.operator === '+' ? scaleOf(node.value, context) : undefined;
    case 'column':
      return resolveColumn(node.parts, context.scope).scale;
    case 'cast': {
      const type = duckType(node.type);
      if (type?.sql === 'BIGINT') return 0;
      const scale = /^DECIMAL\(\d+, (\d+)\)$/.exec(type?.sql ?? '')?.[1];
      return scale === undefined ? undefined : Number(scale);
    }
    case 'case':
      return greatest(
        [...node.branches.map(({ then }) => then), ...(node.otherwise === null ? [] : [node.otherwise])],
        context,
      );
    case 'call': {
      const name = node.name.length === 1 ? (node.name[0]?.name ?? '') : '';
      const args = node.args.map(({ value }) => value);
      const [first] = args;
      if (counting.has(name)) return 0;
      if (name === 'IFF') return greatest(args.slice(1), context);
      if (choosing.has(name)) return greatest(args, context);
      if (first === undefined) return undefined;
      if (keeping.has(name)) return scaleOf(first, context);
      if (name === 'ROUND') return roundedScale(first, args[1], context);
      const scale = name === 'AVG' ? scaleOf(first, context) : undefined;
      return scale === undefined ? undefined : quotientScale(scale);
    }
    case 'chain':
      return chainScale(node, context);
    default:
      return undefined;
  }
}

/** Of values of which one becomes the result; NULL has no digits. */
function greatest(nodes: readonly Expression[], context: Context): number | undefined {
  const scales = nodes
    .filter(node => node.kind !== 'literal' || node.type !== 'null')
    .map(node => scaleOf(node, context));
  return scales.reduce(
    (most, scale) => (most === undefined || scale === undefined ? undefined : Math.max(most, scale)),
    scales.length === 0 ? undefined : 0,
  );
}

/** DuckDB keeps as many digits as it is asked for, if there are so many. */
function roundedScale(
  value: Expression,
  places: Expression | undefined,
  context: Context,
): number | undefined {
  const [scale, digits] = [scaleOf(value, context), places === undefined ? 0 : literalNumber(places)];
  if (scale === undefined || digits === undefined) return undefined;
  return Math.min(scale, Math.max(digits, 0));
}

function chainScale({ operands, operators }: Chain, context: Context): number | undefined {
  const [first, ...rest] = operands.map(operand => scaleOf(operand, context));
  return rest.reduce((left, right, index) => {
    if (left === undefined || right === undefined) return undefined;
    switch (operators[index]) {
      case '+':
      case '-':
        return Math.max(left, right);
      case '*':
        return productScale(left, right);
      case '/':
        return quotientScale(left);
      default:
        return undefined;
    }
  }, first);
}
