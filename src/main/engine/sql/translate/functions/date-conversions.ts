import type { Expression, Spanned } from '../../syntax/tree.ts';
import type { Context, SqlType } from '../context.ts';
import { dateFormat, isDateFormat } from '../date-formats.ts';
import { quotedText } from '../names.ts';
import { numberFormat } from '../number-formats.ts';
import { type FunctionRule, type FunctionRules, literalText, macros, values } from '../rules.ts';

/** A format as DuckDB writes it; null when it cannot. */
function format(node: Expression, writing: boolean, context: Context, place: Spanned): string | null {
  const text = literalText(node);
  if (text === undefined) return null;
  const { format: duck, unknown } = dateFormat(text, writing);
  if (unknown.length > 0) {
    const letters = [...new Set(unknown)].join(', ');
    context.snowflakeOnly(`The format "${text}" has ${letters}, which DuckDB has nothing equal for`, place);
  }
  return quotedText(duck);
}

/** DuckDB keeps the moment of a timestamp, not the zone it was written in; a text without one has that of the session. */
export function tellOfZones(text: string | undefined, place: Spanned, context: Context): void {
  if (text !== undefined && !/([+-]\d\d:?\d\d|[zZ])$/.test(text)) return;
  context.approximated(
    'DuckDB keeps no zone with a timestamp: parts and texts of it are those in UTC',
    place,
  );
}

/** `to_date(x)` and `to_date(x, format)`; `try_` gives NULL where the text is no date. */
function parser(
  type: SqlType,
  sqlType: string,
  macro: string,
  lenient: boolean,
  zoned = false,
): FunctionRule {
  return {
    type,
    emit: (call, context) => {
      const [value, second] = values(call);
      if (value === undefined || call.args.length > 2) return null;
      if (zoned) tellOfZones(literalText(value), call, context);
      const prefix = lenient ? 'try_' : '';
      const shown = second === undefined ? undefined : literalText(second);
      if (second === undefined || shown?.toUpperCase() === 'AUTO') {
        return `${context.macroFor(prefix + macro, value)}(${context.as(value, 'date')})`;
      }
      if (shown !== undefined) {
        const pattern = format(second, false, context, call);
        // A value that is a date already keeps it, whatever the format.
        const known = context.typeOf(value);
        if (known === 'date' || known === 'timestamp') return `CAST(${context.emit(value)} AS ${sqlType})`;
        return `CAST(${prefix}strptime(${macros}.to_varchar(${context.emit(value)}), ${pattern}) AS ${sqlType})`;
      }
      // A second argument that is no text is the scale of a number.
      return macro === 'to_date'
        ? null
        : `${macros}.${macro}_scaled(${context.emit(value)}, ${context.emit(second)})`;
    },
  };
}

function binaryText(format: string, value: string): string | null {
  switch (format.toUpperCase()) {
    case 'HEX':
      return `hex(${value})`;
    case 'BASE64':
      return `base64(${value})`;
    case 'UTF-8':
    case 'UTF8':
      return `decode(${value})`;
    default:
      return null;
  }
}

/** `to_char(value)` and `to_char(value, format)`, of dates and of numbers. */
const toChar: FunctionRule = {
  type: 'text',
  emit: (call, context) => {
    const [value, second] = values(call);
    if (value === undefined || call.args.length > 2) return null;
    if (second === undefined) return context.as(value, 'string');
    const text = literalText(second);
    if (text === undefined) return null;
    if (context.typeOf(value) === 'binary') return binaryText(text, context.emit(value));
    if (isDateFormat(text)) {
      const type = context.typeOf(value);
      const time =
        type === 'time'
          ? `(DATE '1970-01-01' + ${context.operand(value)})`
          : type === 'date'
            ? context.emit(value)
            : context.as(value, 'timestamp');
      const pattern = format(second, true, context, call);
      // In UTC, as in a session with that time zone.
      return `strftime(${time}, ${pattern})`;
    }
    return numberFormat(text, context.as(value, 'number', 'operand'));
  },
};

/** "Conversion functions" of dates and times; `to_char` of numbers too. */
export const dateConversions: FunctionRules = {
  DATE: parser('date', 'DATE', 'to_date', false),
  TIME: parser('time', 'TIME', 'to_time', false),
  TO_CHAR: toChar,
  TO_DATE: parser('date', 'DATE', 'to_date', false),
  TO_TIME: parser('time', 'TIME', 'to_time', false),
  TO_TIMESTAMP: parser('timestamp', 'TIMESTAMP', 'to_timestamp', false),
  TO_TIMESTAMP_LTZ: parser('timestamptz', 'TIMESTAMPTZ', 'to_timestamp_tz', false),
  TO_TIMESTAMP_NTZ: parser('timestamp', 'TIMESTAMP', 'to_timestamp', false),
  TO_TIMESTAMP_TZ: parser('timestamptz', 'TIMESTAMPTZ', 'to_timestamp_tz', false, true),
  TO_VARCHAR: toChar,
  TRY_TO_DATE: parser('date', 'DATE', 'to_date', true),
  TRY_TO_TIME: parser('time', 'TIME', 'to_time', true),
  TRY_TO_TIMESTAMP: parser('timestamp', 'TIMESTAMP', 'to_timestamp', true),
  TRY_TO_TIMESTAMP_LTZ: parser('timestamptz', 'TIMESTAMPTZ', 'to_timestamp_tz', true),
  TRY_TO_TIMESTAMP_NTZ: parser('timestamp', 'TIMESTAMP', 'to_timestamp', true),
  TRY_TO_TIMESTAMP_TZ: parser('timestamptz', 'TIMESTAMPTZ', 'to_timestamp_tz', true, true),
};
