import type { Call, Expression } from '../../syntax/tree.ts';
import type { Context } from '../context.ts';
import {
  type FunctionRule,
  type FunctionRules,
  literalNumber,
  literalText,
  rule,
  values,
  macros,
} from '../rules.ts';

/** `to_number(x [, format] [, precision [, scale]])`: without a precision the result has no digits behind the point. */
function toNumber(lenient: boolean): FunctionRule {
  return {
    type: 'decimal',
    emit: (call: Call, context: Context) => {
      const [value, ...rest] = values(call);
      if (value === undefined) return null;
      const [format, numbers] = splitFormat(rest);
      if (format === null) return null;
      const [precision = 38, scale = 0] = numbers;
      const prefix = lenient ? 'try_' : '';
      const text = context.as(value, 'text');
      if (format !== undefined && !/^[FMfm$09,.GDSgds ]+$/.test(format)) return null;
      // Signs, currency and group separators are all that such formats add to the digits.
      const source = format === undefined ? context.emit(value) : `regexp_replace(${text}, '[$, ]', '', 'g')`;
      return precision === 38 && scale === 0
        ? `${macros}.${prefix}to_integer(${source})`
        : `${lenient ? 'TRY_CAST' : 'CAST'}(${format === undefined && lenient ? text : source} AS DECIMAL(${precision}, ${scale}))`;
    },
  };
}

/** The format, if the first of the arguments is one, and the numbers behind it; null for what is computed. */
function splitFormat(args: Expression[]): [string | undefined | null, number[]] {
  const format = literalText(args[0]);
  const numbers = (format === undefined ? args : args.slice(1)).map(literalNumber);
  return numbers.some(number => number === undefined)
    ? [null, []]
    : [format, numbers.filter(number => number !== undefined)];
}

const toNumberRule = toNumber(false);
const tryToNumber = toNumber(true);

/** "Conversion functions" other than those of dates and of semi-structured data. */
export const conversionFunctions: FunctionRules = {
  TO_BINARY: rule('binary', 'unhex({1:text})'),
  TO_BOOLEAN: rule('boolean', '@to_boolean({1:text})'),
  TO_DECIMAL: toNumberRule,
  TO_DOUBLE: rule('float', 'CAST({1:text} AS DOUBLE)'),
  TO_NUMBER: toNumberRule,
  TO_NUMERIC: toNumberRule,
  TRY_TO_BOOLEAN: rule('boolean', '@try_to_boolean({1:text})'),
  TRY_TO_DECIMAL: tryToNumber,
  TRY_TO_DOUBLE: rule('float', 'TRY_CAST({1:text} AS DOUBLE)'),
  TRY_TO_NUMBER: tryToNumber,
  TRY_TO_NUMERIC: tryToNumber,
};
