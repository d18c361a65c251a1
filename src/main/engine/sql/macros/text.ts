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
      WHEN 'TIMESTAMP_NS' THEN @timestamp_text(CAST(x AS VARCHAR))
      WHEN 'TIMESTAMP_MS' THEN @timestamp_text(CAST(x AS VARCHAR))
      WHEN 'TIMESTAMP_S' THEN @timestamp_text(CAST(x AS VARCHAR))
      ELSE CAST(x AS VARCHAR) END`,
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
    `left(s, position_ - 1) || t || substr(s, position_ + length_)`,
  ]),
  macro('pad_left', [
    's, n, p',
    `CASE WHEN n <= 0 THEN '' WHEN p = '' THEN left(s, n) ELSE lpad(s, CAST(n AS INTEGER), p) END`,
  ]),
  macro('pad_right', [
    's, n, p',
    `CASE WHEN n <= 0 THEN '' WHEN p = '' THEN left(s, n) ELSE rpad(s, CAST(n AS INTEGER), p) END`,
  ]),
  macro('split', [
    's, separator',
    `to_json(CASE WHEN separator = '' THEN [s] ELSE string_split(s, separator) END)`,
  ]),
  macro('tokens', [
    's, delimiters',
    `list_filter(regexp_split_to_array(s, '[' || regexp_replace(delimiters, '([\\]\\[\\\\^-])', '\\\\\\1', 'g') || ']'), lambda _t: _t <> '')`,
  ]),
  macro('strtok', ['s, delimiters, n', `@tokens(s, delimiters)[n]`]),
  macro('strtok_to_array', ['s, delimiters', `to_json(@tokens(s, delimiters))`]),
  macro('regexp_instr', [
    's, pattern',
    `CASE WHEN NOT regexp_matches(s, pattern) THEN 0
      ELSE length(regexp_extract(s, '(?s)^(.*?)(?:' || pattern || ')', 1)) + 1 END`,
  ]),
];
