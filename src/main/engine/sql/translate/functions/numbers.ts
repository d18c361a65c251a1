import {
  argument,
  digits,
  type FunctionRule,
  type FunctionRules,
  firstType,
  literalNumber,
  literalText,
  rule,
  same,
  values,
} from '../rules.ts';

const float = (name: string) => same('float', name, 'number');

const bitAnd = rule('integer', '({1:number} & {2:number})');
const bitNot = rule('integer', '(~{1:number})');
const bitOr = rule('integer', '({1:number} | {2:number})');
// `^` is the power in DuckDB.
const bitXor = rule('integer', 'xor({1:number}, {2:number})');

const shiftLeft = rule('integer', '(CAST({1:number} AS BIGINT) << CAST({2} AS INTEGER))');
const shiftRight = rule('integer', '(CAST({1:number} AS BIGINT) >> CAST({2} AS INTEGER))');
const bitShifts: FunctionRules = {
  BITSHIFTLEFT: shiftLeft,
  BIT_SHIFTLEFT: shiftLeft,
  BITSHIFTRIGHT: shiftRight,
  BIT_SHIFTRIGHT: shiftRight,
};

/** To a number of digits that stands in the text: with it, decimals stay exact. */
function rounded(name: 'ceil' | 'floor'): FunctionRule {
  return {
    type: 'decimal',
    emit: (call, context) => {
      const [value, places] = values(call);
      if (value === undefined || call.args.length > 2) return null;
      if (places === undefined) return `${name}(${context.as(value, 'number')})`;
      const digits = literalNumber(places);
      if (digits === undefined || !Number.isInteger(digits) || Math.abs(digits) > 15) return null;
      const number = context.as(value, 'number', 'operand');
      if (digits === 0) return `${name}(${number})`;
      const factor = 10 ** Math.abs(digits);
      return digits > 0
        ? `(${name}(${number} * ${factor}) / ${factor})`
        : `(${name}(${number} / ${factor}) * ${factor})`;
    },
  };
}

/** "Numeric functions", "Bitwise expression functions" and the parts of "Data generation functions" that fit here. */
export const numberFunctions: FunctionRules = {
  ABS: same(firstType, 'abs', 'number'),
  ACOS: float('acos'),
  ACOSH: float('acosh'),
  ASIN: float('asin'),
  ASINH: float('asinh'),
  ATAN: float('atan'),
  ATAN2: float('atan2'),
  ATANH: float('atanh'),
  BITAND: bitAnd,
  BITNOT: bitNot,
  BITOR: bitOr,
  ...bitShifts,
  BITXOR: bitXor,
  BIT_AND: bitAnd,
  BIT_NOT: bitNot,
  BIT_OR: bitOr,
  BIT_XOR: bitXor,
  CBRT: float('cbrt'),
  CEIL: rounded('ceil'),
  COS: float('cos'),
  COSH: float('cosh'),
  COT: float('cot'),
  DEGREES: float('degrees'),
  EXP: float('exp'),
  FACTORIAL: rule('integer', 'factorial(CAST({1} AS INTEGER))'),
  FLOOR: rounded('floor'),
  GETBIT: rule('integer', '((CAST({1:number} AS BIGINT) >> CAST({2} AS INTEGER)) & 1)'),
  HAVERSINE: rule('float', '@haversine({1:number}, {2:number}, {3:number}, {4:number})'),
  LN: float('ln'),
  LOG: rule('float', 'log({1:number}, {2:number})'),
  MOD: rule('decimal', '({1:number} % @divisor({2:number}))'),
  PI: rule('float', 'pi()'),
  POW: float('pow'),
  POWER: float('pow'),
  RADIANS: float('radians'),
  RANDOM: { type: 'integer', emit: () => 'CAST((random() - 0.5) * 18446744073709549568 AS BIGINT)' },
  ROUND: {
    type: firstType,
    emit: (call, context) => {
      const value = argument(call, 'EXPR', 0);
      const places = argument(call, 'SCALE', 1);
      const mode = argument(call, 'ROUNDING_MODE', 2);
      if (value === undefined) return null;
      const number = context.as(value, 'number');
      if (places === undefined) return `round(${number})`;
      const even = mode !== undefined && literalText(mode)?.toUpperCase() === 'HALF_TO_EVEN';
      return `${even ? 'round_even' : 'round'}(${number}, ${digits(places, context)})`;
    },
  },
  SIGN: same('integer', 'sign', 'number'),
  SIN: float('sin'),
  SINH: float('sinh'),
  SQRT: float('sqrt'),
  SQUARE: rule('float', '({1:number} * {1:number})'),
  TAN: float('tan'),
  TANH: float('tanh'),
  UNIFORM: {
    type: firstType,
    emit: (call, context) => {
      const [low, high] = call.args.map(argument => argument.value);
      if (low === undefined || high === undefined) return null;
      const [from, to] = [context.operand(low), context.operand(high)];
      const whole = context.typeOf(low) === 'integer' && context.typeOf(high) === 'integer';
      return whole
        ? `CAST(floor(${from} + random() * (${to} - ${from} + 1)) AS BIGINT)`
        : `(${from} + random() * (${to} - ${from}))`;
    },
  },
  WIDTH_BUCKET: rule('integer', '@width_bucket({1:number}, {2:number}, {3:number}, {4})'),
};
