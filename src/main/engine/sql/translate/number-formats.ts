import { macros } from './rules.ts';

/**
 * `to_char(number, format)` for the fixed-position formats that are made of digits, a decimal point and commas, with `$`
 * in front: "SQL format models". Null for anything else.
 */
export function numberFormat(format: string, value: string): string | null {
  const match = /^(FM)?(\$)?((?:[09],?)*[09])?(?:\.([09]+))?$/i.exec(format);
  if (!match) return null;
  const [, fill, dollar = '', whole = '', decimals = ''] = match;
  const digits = whole.replaceAll(',', '');
  const grouped = whole.includes(',');
  // Zeros from the first 0 on are shown, nines are not.
  const zeros = digits.includes('0') ? digits.length - digits.indexOf('0') : 0;
  const width = whole.length + (decimals === '' ? 0 : decimals.length + 1) + dollar.length + 1;
  return `${macros}.format_number(${value}, ${decimals.length}, ${grouped}, ${zeros}, '${dollar}', ${fill === undefined ? width : 0}, ${digits.length})`;
}
