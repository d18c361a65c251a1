import { macro } from './macro.ts';

export const textMacros = [
  macro('timestamp_text', [
    's',
    `CASE WHEN contains(s, '.') THEN rpad(left(s, 23), 23, '0') ELSE s || '.000' END`,
  ]),
  macro('to_varchar', [
    'x',
    `CASE typeof(x)
      WHEN 'VARCHAR' THEN CAST(x AS VARCHAR)
      WHEN 'TIMESTAMP' THEN @timestamp_text(CAST(x AS VARCHAR))
      WHEN 'TIMESTAMP WITH TIME ZONE' THEN
        @timestamp_text(regexp_extract(CAST(x AS VARCHAR), '^(.*)[+-]', 1)) || ' ' ||
        rpad(replace(regexp_extract(CAST(x AS VARCHAR), '[+-][0-9:]+$'), ':', ''), 5, '0')
      WHEN 'JSON' THEN json_extract_string(to_json(x), '$')
      WHEN 'DOUBLE' THEN regexp_replace(CAST(x AS VARCHAR), '\\.0$', '')
      WHEN 'FLOAT' THEN regexp_replace(CAST(x AS VARCHAR), '\\.0$', '')
      WHEN 'TIME' THEN left(CAST(x AS VARCHAR), 8)
      WHEN 'BLOB' THEN hex(CAST(x AS BLOB))
      WHEN 'TIMESTAMP_NS' THEN @timestamp_text(CAST(x AS VARCHAR))
      WHEN 'TIMESTAMP_MS' THEN @timestamp_text(CAST(x AS VARCHAR))
      WHEN 'TIMESTAMP_S' THEN @timestamp_text(CAST(x AS VARCHAR))
      ELSE CAST(x AS VARCHAR) END`,
  ]),
  // DuckDB takes half a byte for one.
  macro('from_hex', [
    's',
    `CASE WHEN length(s) % 2 = 1 THEN error('"' || s || '" is no hexadecimal text: a digit is missing') ELSE unhex(s) END`,
  ]),
  macro('whole_bytes', ['s', `CASE WHEN length(s) % 2 = 0 THEN s END`]),
  macro('to_binary', [
    'x',
    `CASE WHEN typeof(x) = 'BLOB' THEN CAST(x AS BLOB) WHEN typeof(x) = 'JSON'
      THEN @from_hex(json_extract_string(to_json(x), '$')) ELSE @from_hex(CAST(x AS VARCHAR)) END`,
  ]),
  // DuckDB calculates similarities by bytes.
  macro('only_ascii', [
    's',
    `CASE WHEN s IS NULL OR octet_length(encode(s)) = length(s) THEN s
      ELSE error('This runs on Snowflake only: the similarity of texts with letters outside of ASCII') END`,
  ]),
  macro('reverse_text', [
    's',
    `CASE WHEN octet_length(encode(s)) = length(s) THEN reverse(s)
      ELSE array_to_string(list_reverse(list_transform(range(1, length(s) + 1), lambda _i: s[_i])), '') END`,
  ]),
  // Numbers and dates that are longer than the VARCHAR they become are an error in Snowflake, texts are cut.
  macro('fit', [
    's, n',
    `CASE WHEN length(s) > n THEN error('"' || s || '" is longer than VARCHAR(' || n || ')') ELSE s END`,
  ]),
  macro('charindex', [
    'needle, s, start',
    `CASE WHEN instr(substr(s, greatest(start, 1)), needle) = 0 THEN 0
      ELSE instr(substr(s, greatest(start, 1)), needle) + greatest(start, 1) - 1 END`,
  ]),
  macro('initcap_with', [
    's, delimiters',
    `array_to_string(list_transform(range(1, length(s) + 1), lambda _i:
      CASE WHEN _i = 1 OR contains(delimiters, s[_i - 1]) THEN upper(s[_i]) ELSE lower(s[_i]) END), '')`,
  ]),
  // What follows one of these characters begins a word.
  macro('initcap', ['s', `@initcap_with(s, ' \t\n\r\f!?@"^#$&~_,.:;+-*%/|\\[](){}<>')`]),
  macro('insert_text', [
    's, position_, length_, t',
    `CASE WHEN position_ < 1 OR position_ > length(s) + 1
      THEN error('This runs on Snowflake only: inserting at a position outside of the text')
      ELSE left(s, position_ - 1) || t || substr(s, position_ + length_) END`,
  ]),
  macro('pad_left', [
    's, n, p',
    `CASE WHEN n <= 0 THEN '' WHEN p = '' THEN left(s, n) ELSE lpad(s, CAST(n AS INTEGER), p) END`,
  ]),
  macro('pad_right', [
    's, n, p',
    `CASE WHEN n <= 0 THEN '' WHEN p = '' THEN left(s, n) ELSE rpad(s, CAST(n AS INTEGER), p) END`,
  ]),
  // DuckDB splits at every letter where Snowflake may not split at all.
  macro('separator', [
    'separator',
    `CASE WHEN separator = '' THEN error('This runs on Snowflake only: splitting by an empty text') ELSE separator END`,
  ]),
  macro('split', ['s, separator', 'to_json(string_split(s, @separator(separator)))']),
  macro('tokens', [
    's, delimiters',
    `CASE WHEN delimiters IS NOT NULL THEN list_filter(regexp_split_to_array(s, CASE WHEN delimiters = '' THEN '\x01'
      ELSE '[' || regexp_replace(delimiters, '([\\]\\[\\\\^-])', '\\\\\\1', 'g') || ']' END), lambda _t: _t <> '') END`,
  ]),
  macro('strtok', [
    's, delimiters, n',
    `@tokens(s, delimiters)[CASE WHEN n > 0 THEN n ELSE error('STRTOK counts parts from 1') END]`,
  ]),
  macro('strtok_to_array', ['s, delimiters', `to_json(@tokens(s, delimiters))`]),
  macro('regexp_instr', [
    's, pattern',
    `CASE WHEN NOT regexp_matches(s, pattern) THEN 0
      ELSE length(regexp_extract(s, '(?s)^(.*?)(?:' || pattern || ')', 1)) + 1 END`,
  ]),
];
