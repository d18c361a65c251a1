import { type FunctionRules, rule, same, macros } from '../rules.ts';
import { literalNumber } from '../rules.ts';
import type { Call } from '../../syntax/tree.ts';
import type { Context } from '../context.ts';

const text = (name: string) => same('text', name, 'text');

/** Lengths below zero count as none in Snowflake and from the end in DuckDB. */
function atLeastZero(call: Call, context: Context, index: number): string {
  const arg = call.args[index]?.value;
  if (arg === undefined) return '0';
  const number = literalNumber(arg);
  if (number !== undefined) return String(Math.max(0, number));
  return `greatest(${context.emit(arg)}, 0)`;
}

function cut(name: 'left' | 'right') {
  return {
    type: 'text' as const,
    emit: (call: Call, context: Context): string | null => {
      const value = call.args[0]?.value;
      if (value === undefined || call.args.length !== 2) return null;
      return `${name}(${context.as(value, 'text')}, ${atLeastZero(call, context, 1)})`;
    },
  };
}

/** Position 0 is position 1 in Snowflake. */
const substring = {
  type: 'text' as const,
  emit: (call: Call, context: Context): string | null => {
    const [value, start] = call.args.map(argument => argument.value);
    if (value === undefined || start === undefined || call.args.length > 3) return null;
    const at = literalNumber(start);
    const from =
      at !== undefined
        ? String(at === 0 ? 1 : at)
        : `CASE WHEN ${context.operand(start)} = 0 THEN 1 ELSE ${context.operand(start)} END`;
    const length = call.args.length === 3 ? `, ${atLeastZero(call, context, 2)}` : '';
    const text = context.as(value, 'text');
    const part = `substr(${text}, ${from}${length})`;
    // In front of the text is nothing, not its beginning.
    if (at !== undefined)
      return at >= 0 ? part : `CASE WHEN ${-at} > length(${text}) THEN '' ELSE ${part} END`;
    return `CASE WHEN -${context.operand(start)} > length(${text}) THEN '' ELSE ${part} END`;
  },
};

/** NULL if anything is NULL, which DuckDB's functions of these names leave out. */
const concat = {
  type: 'text' as const,
  emit: (call: Call, context: Context): string =>
    call.args.length === 0
      ? "''"
      : `(${call.args.map(argument => context.as(argument.value, 'string', 'operand')).join(' || ')})`,
};

const concatWs = {
  type: 'text' as const,
  emit: (call: Call, context: Context): string | null => {
    const [separator, ...parts] = call.args.map(argument => context.as(argument.value, 'string', 'operand'));
    if (separator === undefined || parts.length === 0) return null;
    return `(${parts.join(` || ${separator} || `)})`;
  },
};

/** "String & binary functions", as far as DuckDB can do them. */
export const textFunctions: FunctionRules = {
  ASCII: rule('integer', 'ascii({1:text})'),
  BASE64_ENCODE: rule('text', 'base64(CAST({1:text} AS BLOB))'),
  BASE64_DECODE_STRING: rule('text', 'decode(from_base64({1:text}))'),
  BASE64_DECODE_BINARY: rule('binary', 'from_base64({1:text})'),
  BIT_LENGTH: rule('integer', 'bit_length({1:text})'),
  CHARINDEX: rule('integer', 'instr({2:text}, {1:text})', '@charindex({1:text}, {2:text}, {3})'),
  CHR: rule('text', 'chr(CAST({1} AS INTEGER))'),
  CHAR: rule('text', 'chr(CAST({1} AS INTEGER))'),
  CONCAT: concat,
  CONCAT_WS: concatWs,
  CONTAINS: rule('boolean', 'contains({1:text}, {2:text})'),
  // DuckDB compares bytes: what has others than those of ASCII is refused when it runs.
  EDITDISTANCE: rule(
    'integer',
    'levenshtein(@only_ascii({1:text}), @only_ascii({2:text}))',
    'least(levenshtein(@only_ascii({1:text}), @only_ascii({2:text})), {3})',
  ),
  ENDSWITH: rule('boolean', 'suffix({1:text}, {2:text})'),
  HEX_ENCODE: hexEncode(),
  HEX_DECODE_BINARY: rule('binary', '@from_hex({1:text})'),
  HEX_DECODE_STRING: rule('text', 'decode(@from_hex({1:text}))'),
  ILIKE: rule('boolean', '({1:text} ILIKE {2:text})', '({1:text} ILIKE {2:text} ESCAPE {3:text})'),
  INITCAP: rule('text', '@initcap({1:text})', '@initcap_with({1:text}, {2:text})'),
  INSERT: rule('text', '@insert_text({1:text}, {2}, {3}, {4:text})'),
  JAROWINKLER_SIMILARITY: rule(
    'integer',
    'CAST(floor(100 * jaro_winkler_similarity(upper(@only_ascii({1:text})), upper(@only_ascii({2:text})))) AS INTEGER)',
  ),
  LEFT: cut('left'),
  LEN: rule('integer', 'length({1:text})'),
  LENGTH: rule('integer', 'length({1:text})'),
  LIKE: rule('boolean', '({1:text} LIKE {2:text})', '({1:text} LIKE {2:text} ESCAPE {3:text})'),
  LOWER: text('lower'),
  LPAD: rule('text', "@pad_left({1:text}, {2}, ' ')", '@pad_left({1:text}, {2}, {3:text})'),
  LTRIM: rule('text', "ltrim({1:text}, ' ')", 'ltrim({1:text}, {2:text})'),
  MD5: text('md5'),
  MD5_BINARY: rule('binary', 'unhex(md5({1:text}))'),
  MD5_HEX: text('md5'),
  MD5_NUMBER_LOWER64: rule('integer', "CAST('0x' || right(md5({1:text}), 16) AS UBIGINT)"),
  MD5_NUMBER_UPPER64: rule('integer', "CAST('0x' || left(md5({1:text}), 16) AS UBIGINT)"),
  OCTET_LENGTH: rule('integer', 'octet_length(encode({1:text}))'),
  POSITION: {
    type: 'integer',
    emit: (call, context) => {
      const [first, second, start] = call.args.map(argument => argument.value);
      // `position('b' in a)` is read as an IN.
      if (first?.kind === 'in' && first.items[0] !== undefined) {
        return `instr(${context.as(first.items[0], 'text')}, ${context.as(first.value, 'text')})`;
      }
      if (first === undefined || second === undefined) return null;
      const [needle, text] = [context.as(first, 'text'), context.as(second, 'text')];
      return start === undefined
        ? `instr(${text}, ${needle})`
        : `${macros}.charindex(${needle}, ${text}, ${context.emit(start)})`;
    },
  },
  REPEAT: rule('text', 'repeat({1:text}, CAST({2} AS BIGINT))'),
  REPLACE: rule('text', "replace({1:text}, {2:text}, '')", 'replace({1:text}, {2:text}, {3:text})'),
  // DuckDB's reverse keeps letters and what stands above them together.
  REVERSE: rule('text', '@reverse_text({1:text})'),
  RIGHT: cut('right'),
  RPAD: rule('text', "@pad_right({1:text}, {2}, ' ')", '@pad_right({1:text}, {2}, {3:text})'),
  RTRIM: rule('text', "rtrim({1:text}, ' ')", 'rtrim({1:text}, {2:text})'),
  RTRIMMED_LENGTH: rule('integer', "length(rtrim({1:text}, ' '))"),
  SHA1: text('sha1'),
  SHA1_BINARY: rule('binary', 'unhex(sha1({1:text}))'),
  SHA1_HEX: text('sha1'),
  SHA2: sha2(),
  SHA2_BINARY: sha2(text => `unhex(sha256(${text}))`, 'binary'),
  SHA2_HEX: sha2(),
  SPACE: rule('text', "repeat(' ', CAST({1} AS BIGINT))"),
  SPLIT: rule('array', '@split({1:text}, {2:text})'),
  SPLIT_PART: {
    type: 'text',
    emit: (call, context) => {
      const [value, separator, part] = call.args.map(argument => argument.value);
      if (value === undefined || separator === undefined || part === undefined) return null;
      const at = literalNumber(part);
      // Part 0 is part 1 in Snowflake.
      const index =
        at !== undefined
          ? String(at === 0 ? 1 : at)
          : `CASE WHEN ${context.operand(part)} = 0 THEN 1 ELSE ${context.operand(part)} END`;
      return `split_part(${context.as(value, 'text')}, ${macros}.separator(${context.as(separator, 'text')}), ${index})`;
    },
  },
  STARTSWITH: rule('boolean', 'starts_with({1:text}, {2:text})'),
  STRTOK: rule(
    'text',
    "@strtok({1:text}, ' ', 1)",
    '@strtok({1:text}, {2:text}, 1)',
    '@strtok({1:text}, {2:text}, {3})',
  ),
  STRTOK_TO_ARRAY: rule('array', "@strtok_to_array({1:text}, ' ')", '@strtok_to_array({1:text}, {2:text})'),
  SUBSTR: substring,
  SUBSTRING: substring,
  TRY_BASE64_DECODE_BINARY: rule('binary', 'TRY(from_base64({1:text}))'),
  TRY_BASE64_DECODE_STRING: rule('text', 'TRY(decode(from_base64({1:text})))'),
  TRY_HEX_DECODE_BINARY: rule('binary', 'TRY(unhex(@whole_bytes({1:text})))'),
  TRY_HEX_DECODE_STRING: rule('text', 'TRY(decode(unhex(@whole_bytes({1:text}))))'),
  TRANSLATE: rule('text', 'translate({1:text}, {2:text}, {3:text})'),
  // Blanks only, no other white space.
  TRIM: rule('text', "trim({1:text}, ' ')", 'trim({1:text}, {2:text})'),
  UNICODE: rule('integer', "(CASE WHEN {1:text} = '' THEN 0 ELSE unicode({1:text}) END)"),
  UPPER: text('upper'),
  UUID_STRING: rule('text', 'CAST(uuid() AS VARCHAR)'),
};

/** Capital letters, small ones with 0. */
function hexEncode() {
  return {
    type: 'text' as const,
    emit: (call: Call, context: Context): string | null => {
      const [value, form] = call.args.map(argument => argument.value);
      if (value === undefined || call.args.length > 2) return null;
      const letters = form === undefined ? 1 : literalNumber(form);
      if (letters === 1) return `hex(${context.as(value, 'text')})`;
      return letters === 0 ? `lower(hex(${context.as(value, 'text')}))` : null;
    },
  };
}

function sha2(written = (text: string) => `sha256(${text})`, type: 'text' | 'binary' = 'text') {
  return {
    type,
    emit: (call: Call, context: Context): string | null => {
      const [value, bits] = call.args.map(argument => argument.value);
      if (value === undefined || (bits !== undefined && literalNumber(bits) !== 256)) return null;
      return written(context.as(value, 'text'));
    },
  };
}
