/**
 * Snowflake's date and time formats ("Date and time input and output formats") as DuckDB's strftime and strptime know
 * them. Longest first, as the elements are found that way.
 */
const elements: [string, string][] = [
  ['YYYY', '%Y'],
  ['UUUU', '%Y'],
  ['YY', '%y'],
  ['MMMM', '%B'],
  ['MON', '%b'],
  ['MM', '%m'],
  ['DD', '%d'],
  ['DY', '%a'],
  ['HH24', '%H'],
  ['HH12', '%I'],
  ['HH', '%H'],
  ['AM', '%p'],
  ['PM', '%p'],
  ['MI', '%M'],
  ['SS', '%S'],
  ['FF0', ''],
  ['TZHTZM', '%z'],
  ['TZH:TZM', '%z'],
  ['TZH', '%z'],
  ['TZD', '%Z'],
];

/** Digits behind the second that strftime has; FF are nine. */
const fractions: Record<string, string> = { FF: '%n', FF3: '%g', FF6: '%f', FF9: '%n' };

export interface DateFormat {
  /** For strftime and strptime. */
  format: string;
  /** Elements that DuckDB has nothing equal for. */
  unknown: string[];
}

/** Whether a format is one of dates: number formats are made of digits and signs. */
export function isDateFormat(format: string): boolean {
  const text = format.replaceAll(/"[^"]*"/g, '');
  return (
    !/[09X]/i.test(text.replaceAll(/FF\d|HH12|HH24/gi, '')) &&
    /YY|MM|MON|DD|DY|HH|MI|SS|FF|UUUU|AM|PM/i.test(text)
  );
}

/** `writing`: for strftime, which has fewer fractions and zones than strptime reads. */
export function dateFormat(format: string, writing: boolean): DateFormat {
  let result = '';
  const unknown: string[] = [];
  for (let at = 0; at < format.length; ) {
    const literal = /^"([^"]*)"/.exec(format.slice(at));
    const upper = format.slice(at).toUpperCase();
    const element = elements.find(([name]) => upper.startsWith(name));
    if (literal) {
      result += escape(literal[1] ?? '');
      at += literal[0].length;
    } else if (element) {
      result += element[1];
      if (writing && element[0].startsWith('TZ')) unknown.push(element[0]);
      at += element[0].length;
    } else {
      const fraction = /^FF\d?/.exec(upper)?.[0];
      const character = format.charAt(at);
      const digits = fractions[fraction ?? ''];
      if (fraction !== undefined && writing && digits === undefined) unknown.push(fraction);
      result += fraction === undefined ? escape(character) : writing ? (digits ?? '') : '%n';
      // The T of ISO 8601 stands for itself.
      if (fraction === undefined && /[A-SU-Z]/i.test(character)) unknown.push(character);
      at += fraction?.length ?? 1;
    }
  }
  return { format: result, unknown };
}

function escape(text: string): string {
  return text.replaceAll('%', '%%');
}
