import { macro, tableMacro } from './macro.ts';

const rows = [
  macro('rows_of', [
    'input, mode',
    `CASE
      WHEN json_type(input) = 'ARRAY' AND mode <> 'OBJECT' THEN
        list_transform(@elements(input), lambda _e, _i: {k: CAST(NULL AS VARCHAR), i: CAST(_i - 1 AS BIGINT), v: coalesce(_e, CAST('null' AS JSON))})
      WHEN json_type(input) = 'OBJECT' AND mode <> 'ARRAY' THEN
        list_transform(list_sort(json_keys(input)), lambda _k: {k: _k, i: CAST(NULL AS BIGINT), v: json_extract(input, '$."' || replace(_k, '"', '\\"') || '"')})
      END`,
  ]),
];

// Arguments are calculated in innermost queries of their own: beside other columns their names could mean those.
const flattening = [
  tableMacro(
    'flatten',
    'input, outer_, mode, prefix',
    `SELECT seq_ AS "SEQ", row_.k AS "KEY",
      CASE WHEN row_.i IS NOT NULL THEN prefix || '[' || row_.i || ']'
        WHEN row_.k IS NOT NULL THEN prefix || CASE WHEN prefix = '' THEN '' ELSE '.' END || row_.k
        ELSE nullif(prefix, '') END AS "PATH",
      row_.i AS "INDEX", row_.v AS "VALUE", this_ AS "THIS"
    FROM (SELECT CAST(hash(input) >> 1 AS BIGINT) AS seq_, CAST(input AS JSON) AS this_,
      unnest(CASE WHEN outer_ AND len(coalesce(@rows_of(input, mode), [])) = 0
        THEN [{k: CAST(NULL AS VARCHAR), i: CAST(NULL AS BIGINT), v: CAST(NULL AS JSON)}]
        ELSE @rows_of(input, mode) END) AS row_)`,
  ),
  tableMacro(
    'flatten_recursive',
    'input, outer_, mode, prefix',
    `SELECT source_.seq_ AS "SEQ", CASE WHEN fullkey LIKE '%]' THEN NULL ELSE key END AS "KEY",
      prefix || CASE WHEN prefix <> '' AND fullkey LIKE '$.%' THEN substr(fullkey, 2) ELSE ltrim(substr(fullkey, 2), '.') END AS "PATH",
      CASE WHEN fullkey LIKE '%]' THEN CAST(key AS BIGINT) END AS "INDEX",
      CAST(value AS JSON) AS "VALUE", json_extract(source_.input_, path) AS "THIS"
    FROM (SELECT CAST(hash(input) >> 1 AS BIGINT) AS seq_, CAST(input AS JSON) AS input_) AS source_,
      json_tree(source_.input_) WHERE fullkey <> '$' ORDER BY id`,
  ),
  tableMacro(
    'split_to_table',
    's, separator',
    `SELECT seq_ AS "SEQ", i_ AS "INDEX", parts_[i_] AS "VALUE"
    FROM (SELECT seq_, parts_, unnest(range(1, len(parts_) + 1)) AS i_
      FROM (SELECT CAST(hash(s) >> 1 AS BIGINT) AS seq_,
        string_split(s, @separator(separator)) AS parts_))`,
  ),
  tableMacro(
    'strtok_to_table',
    's, delimiters',
    `SELECT seq_ AS "SEQ", i_ AS "INDEX", parts_[i_] AS "VALUE"
    FROM (SELECT seq_, parts_, unnest(range(1, len(parts_) + 1)) AS i_
      FROM (SELECT CAST(hash(s) >> 1 AS BIGINT) AS seq_, @tokens(s, delimiters) AS parts_))`,
  ),
];

export const tableMacros = [...rows, ...flattening];
