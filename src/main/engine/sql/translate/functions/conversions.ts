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
      const digits = format === undefined ? undefined : digitsOf(format, text, lenient);
      if (digits === null) return null;
      const source = digits ?? context.emit(value);
      return precision === 38 && scale === 0
        ? `${macros}.${prefix}to_integer(${source})`
        : castToNumber(source, `DECIMAL(${precision}, ${scale})`, lenient);
    },
  };
}

/** A cast of what may be text: what Snowflake does not read as a number is none. */
export function castToNumber(value: string, type: string, lenient: boolean): string {
  return lenient
    ? `TRY_CAST(${macros}.number_or_null(${value}) AS ${type})`
    : `CAST(${macros}.checked_number(${value}) AS ${type})`;
}

/**
 * The digits of a text that has exactly the shape of a format of nines, zeros, commas and a point: fewer digits in front
 * of the first comma are all that may differ. Null for other formats.
 */
function digitsOf(format: string, text: string, lenient: boolean): string | null {
  const match = /^(\$)?([09]+)((?:,[09]+)*)(?:\.([09]+))?$/.exec(format);
  if (!match) return null;
  const [, dollar, first = '', groups = '', decimals] = match;
  const rest = groups.split(',').slice(1);
  // Of "9,999" neither 1234 nor 123 has the shape; 999 takes one to three digits.
  const whole = `[0-9]{1,${first.length}}${rest.map(group => `,[0-9]{${group.length}}`).join('')}`;
  const fraction = decimals === undefined ? '' : `(\\.[0-9]{0,${decimals.length}})?`;
  const pattern = `\\s*-?${dollar === undefined ? '' : '\\$'}${whole}${fraction}`;
  const cleaned = `regexp_replace(${text}, '[$, ]', '', 'g')`;
  // What has digits may still be a number to Snowflake.
  const doubtful = lenient ? `regexp_full_match(${text}, '[-+$0-9,. ]+')` : `${text} IS NOT NULL`;
  const otherwise = ` WHEN ${doubtful} THEN error('This runs on Snowflake only: ''' || ${text} || ''' has another shape than the format ${format}')`;
  return `(CASE WHEN regexp_full_match(${text}, '${pattern}') THEN ${cleaned}${otherwise} END)`;
}

/** Hexadecimal digits unless another format is named. */
function toBinary(lenient: boolean): FunctionRule {
  return {
    type: 'binary',
    emit: (call, context) => {
      const [value, second] = values(call);
      if (value === undefined || call.args.length > 2) return null;
      if (context.typeOf(value) === 'binary') return second === undefined ? context.emit(value) : null;
      const text = context.as(value, 'text');
      const decoded = decodings[second === undefined ? 'HEX' : (literalText(second)?.toUpperCase() ?? '')];
      if (decoded === undefined) return null;
      return decoded(text, lenient);
    },
  };
}

type Decoding = (text: string, lenient: boolean) => string;

const base64: Decoding = (text, lenient) => (lenient ? `TRY(from_base64(${text}))` : `from_base64(${text})`);

export const hexadecimal: Decoding = (text, lenient) =>
  lenient ? `TRY(unhex(${macros}.whole_bytes(${text})))` : `${macros}.from_hex(${text})`;

const decodings: Record<string, Decoding> = {
  HEX: hexadecimal,
  BASE64: base64,
  'UTF-8': text => `encode(${text})`,
  UTF8: text => `encode(${text})`,
};

function toDouble(lenient: boolean): FunctionRule {
  return {
    type: 'float',
    emit: (call, context) => {
      const [value] = values(call);
      if (value === undefined || call.args.length !== 1) return null;
      return castToNumber(context.as(value, 'text'), 'DOUBLE', lenient);
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
  TO_BINARY: toBinary(false),
  TO_BOOLEAN: rule('boolean', '@to_boolean({1})'),
  TO_DECIMAL: toNumberRule,
  TO_DOUBLE: toDouble(false),
  TO_NUMBER: toNumberRule,
  TO_NUMERIC: toNumberRule,
  TRY_TO_BINARY: toBinary(true),
  TRY_TO_BOOLEAN: rule('boolean', '@try_to_boolean({1})'),
  TRY_TO_DECIMAL: tryToNumber,
  TRY_TO_DOUBLE: toDouble(true),
  TRY_TO_NUMBER: tryToNumber,
  TRY_TO_NUMERIC: tryToNumber,
};
