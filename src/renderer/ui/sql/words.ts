import { snowflake } from 'sql-formatter';
import { snowflakeFunctions } from '../../../shared/domain/snowflake-functions/index.ts';

/** Snowflake's words, in upper case, from sql-formatter's lists and our own of the functions. */
const options = snowflake.tokenizerOptions;

const phrases = (list: readonly string[]) =>
  list.flatMap(entry => entry.split(/[\s[\]{}|]+/)).filter(word => /^[A-Z_]+$/.test(word));

const types = new Set(options.reservedDataTypes);
const functions = new Set([...options.reservedFunctionNames, ...snowflakeFunctions.keys()]);
/** Functions that stand without parentheses. */
const valueFunctions = [
  'CURRENT_DATE',
  'CURRENT_TIME',
  'CURRENT_TIMESTAMP',
  'CURRENT_USER',
  'LOCALTIME',
  'LOCALTIMESTAMP',
];
const keywords = new Set([
  ...options.reservedKeywords,
  ...phrases(options.reservedSelect),
  ...phrases(options.reservedClauses),
  ...phrases(options.reservedSetOperations),
  ...phrases(options.reservedJoins),
  ...phrases(options.reservedKeywordPhrases ?? []),
  'AS',
  'ON',
  'USING',
  'ASC',
  'DESC',
  'NULLS',
  'FIRST',
  'LAST',
  'EXCLUDE',
  'REPLACE',
  'RENAME',
  'ILIKE',
  'RLIKE',
]);

export const snowflakeWords = {
  keywords: [...keywords].sort(),
  functions: [...functions].sort(),
  types: [...types].sort(),
  valueFunctions,
};

/** What an unquoted word is, for colouring; a name unless it is one of Snowflake's. `called`: parentheses follow. */
export function wordKind(word: string, called: boolean): 'keyword' | 'function' | 'type' | 'name' {
  const upper = word.toUpperCase();
  if (called ? functions.has(upper) : valueFunctions.includes(upper)) return 'function';
  if (keywords.has(upper)) return 'keyword';
  return types.has(upper) ? 'type' : 'name';
}
