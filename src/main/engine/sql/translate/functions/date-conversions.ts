import type { Expression, Spanned } from '../../syntax/tree.ts';
import type { Context, SqlType } from '../context.ts';
import { dateFormat, isDateFormat } from '../date-formats.ts';
import { quotedText } from '../names.ts';
import { numberFormat } from '../number-formats.ts';
import { type FunctionRule, type FunctionRules, literalText, macros, values } from '../rules.ts';

function format(node: Expression, context: Context, place: Spanned): string | null {
  const text = literalText(node);
  if (text === undefined) return null;
  const { format: duck, unknown } = dateFormat(text);
  if (unknown.length > 0) {
    context.approximated(
      `The format "${text}" has ${unknown.join(', ')}, which DuckDB writes differently`,
      place,
    );
  }
  return quotedText(duck);
}

/** `to_date(x)` and `to_date(x, format)`; `try_` gives NULL where the text is no date. */
function parser(type: SqlType, sqlType: string, macro: string, lenient: boolean): FunctionRule {
  return {
    type,
    emit: (call, context) => {
      const [value, second] = values(call);
      if (value === undefined || call.args.length > 2) return null;
      const prefix = lenient ? 'try_' : '';
      const shown = second === undefined ? undefined : literalText(second);
      if (second === undefined || shown?.toUpperCase() === 'AUTO') {
        return `${context.macroFor(prefix + macro, value)}(${context.as(value, 'date')})`;
      }
      if (shown !== undefined) {
        const pattern = format(second, context, call);
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

/** `to_char(value)` and `to_char(value, format)`, of dates and of numbers. */
const toChar: FunctionRule = {
  type: 'text',
  emit: (call, context) => {
    const [value, second] = values(call);
    if (value === undefined || call.args.length > 2) return null;
    if (second === undefined) return context.as(value, 'string');
    const text = literalText(second);
    if (text === undefined) return null;
    if (isDateFormat(text)) {
      const type = context.typeOf(value);
      const time = type === 'date' || type === 'time' ? context.emit(value) : context.as(value, 'timestamp');
      return `strftime(${time}, ${format(second, context, call)})`;
    }
    return numberFormat(text, context.as(value, 'number', 'operand'));
  },
};

/** "Conversion functions" of dates and times; `to_char` of numbers too. */
export const dateConversions: FunctionRules = {
  DATE: parser('date', 'DATE', 'to_date', false),
  TO_CHAR: toChar,
  TO_DATE: parser('date', 'DATE', 'to_date', false),
  TO_TIME: parser('time', 'TIME', 'to_time', false),
  TO_TIMESTAMP: parser('timestamp', 'TIMESTAMP', 'to_timestamp', false),
  TO_TIMESTAMP_LTZ: parser('timestamptz', 'TIMESTAMPTZ', 'to_timestamp_tz', false),
  TO_TIMESTAMP_NTZ: parser('timestamp', 'TIMESTAMP', 'to_timestamp', false),
  TO_TIMESTAMP_TZ: parser('timestamptz', 'TIMESTAMPTZ', 'to_timestamp_tz', false),
  TO_VARCHAR: toChar,
  TRY_TO_DATE: parser('date', 'DATE', 'to_date', true),
  TRY_TO_TIME: parser('time', 'TIME', 'to_time', true),
  TRY_TO_TIMESTAMP: parser('timestamp', 'TIMESTAMP', 'to_timestamp', true),
  TRY_TO_TIMESTAMP_LTZ: parser('timestamptz', 'TIMESTAMPTZ', 'to_timestamp_tz', true),
  TRY_TO_TIMESTAMP_NTZ: parser('timestamp', 'TIMESTAMP', 'to_timestamp', true),
  TRY_TO_TIMESTAMP_TZ: parser('timestamptz', 'TIMESTAMPTZ', 'to_timestamp_tz', true),
};
