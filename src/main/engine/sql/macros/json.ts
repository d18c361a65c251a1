import { macro } from './macro.ts';

/** Arrays are JSON; they are lists of JSON only while something is done to them. */
export const jsonMacros = [
  macro('elements', ['a', `from_json(CAST(a AS JSON), '["JSON"]')`]),
  // What variants are calculated with is a float on the way; 2 is 2 again afterwards.
  macro('number_to_json', [
    'x',
    'CASE WHEN x = trunc(x) AND abs(x) < 1e15 THEN to_json(CAST(x AS BIGINT)) ELSE to_json(x) END',
  ]),
  // For ordering: texts that look like numbers are none.
  macro('variant_number', [
    'v',
    `CASE WHEN json_type(to_json(v)) IN ('UBIGINT', 'BIGINT', 'HUGEINT', 'DOUBLE') THEN TRY_CAST(CAST(to_json(v) AS VARCHAR) AS DOUBLE) END`,
  ]),
  macro('get', [
    'v, i',
    `CASE WHEN typeof(i) = 'VARCHAR' THEN json_extract(v, '$."' || replace(CAST(i AS VARCHAR), '"', '\\"') || '"')
      WHEN TRY_CAST(CAST(i AS VARCHAR) AS BIGINT) >= 0 THEN json_extract(v, '$[' || CAST(i AS VARCHAR) || ']') END`,
  ]),
  macro('get_ignore_case', [
    'v, name',
    `json_extract(v, '$."' || coalesce(list_filter(json_keys(v), lambda _k: _k = name)[1], list_filter(json_keys(v), lambda _k: lower(_k) = lower(name))[1]) || '"')`,
  ]),
  macro('parse_json', ['s', `CASE WHEN trim(s) = '' THEN NULL ELSE json(s) END`]),
  macro('try_parse_json', ['s', `CASE WHEN json_valid(s) THEN json(s) END`]),
  macro('to_array', [
    'v',
    `CASE WHEN v IS NULL OR json_type(v) = 'ARRAY' THEN v WHEN json_type(v) = 'NULL' THEN CAST('[]' AS JSON) ELSE json_array(v) END`,
  ]),
  macro('to_object', [
    'v',
    `CASE WHEN json_type(v) NOT IN ('OBJECT', 'NULL') THEN error('Failed to cast ' || CAST(v AS VARCHAR) || ' to OBJECT') ELSE v END`,
  ]),
  macro('type_name', [
    'v',
    `CASE json_type(v) WHEN 'UBIGINT' THEN 'INTEGER' WHEN 'BIGINT' THEN 'INTEGER' WHEN 'HUGEINT' THEN 'INTEGER'
      WHEN 'DOUBLE' THEN 'DECIMAL' WHEN 'NULL' THEN 'NULL_VALUE' ELSE json_type(v) END`,
  ]),
  macro('array_size', [
    'a',
    `CASE WHEN json_type(a) = 'ARRAY' THEN CAST(json_array_length(a) AS BIGINT) END`,
  ]),
  macro('array_append', ['a, v', "to_json(list_append(@elements(a), coalesce(v, CAST('null' AS JSON))))"]),
  macro('array_prepend', ['a, v', "to_json(list_prepend(coalesce(v, CAST('null' AS JSON)), @elements(a)))"]),
  macro('array_cat', [
    'a, b',
    'CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE to_json(list_concat(@elements(a), @elements(b))) END',
  ]),
  macro('array_compact', [
    'a',
    `to_json(list_filter(@elements(a), lambda _e: _e IS NOT NULL AND json_type(_e) <> 'NULL'))`,
  ]),
  macro('array_contains', ['a, v', 'list_contains(@elements(a), v)']),
  // In the order of the first occurrence.
  macro('array_distinct', [
    'a',
    'to_json(list_filter(@elements(a), lambda _e, _i: list_position(@elements(a), _e) = _i))',
  ]),
  // As multisets: each element of the one takes one of the other away.
  macro('array_except', [
    'a, b',
    `to_json(list_filter(@elements(a), lambda _e, _i:
      len(list_filter(@elements(a)[1:_i], lambda _o: _o = _e)) > len(list_filter(@elements(b), lambda _o: _o = _e))))`,
  ]),
  macro('array_intersection', [
    'a, b',
    `to_json(list_filter(@elements(a), lambda _e, _i:
      len(list_filter(@elements(a)[1:_i], lambda _o: _o = _e)) <= len(list_filter(@elements(b), lambda _o: _o = _e))))`,
  ]),
  macro('arrays_overlap', ['a, b', 'list_has_any(@elements(a), @elements(b))']),
  macro('array_flatten', ['a', 'to_json(flatten(list_transform(@elements(a), lambda _e: @elements(_e))))']),
  macro('array_insert', [
    'a, position_, v',
    `CASE WHEN position_ BETWEEN 0 AND len(@elements(a)) THEN to_json(list_concat(list_append(@elements(a)[1:position_], v), @elements(a)[position_ + 1:len(@elements(a))]))
      WHEN position_ IS NOT NULL THEN error('This runs on Snowflake only: inserting at a position outside of the array') END`,
  ]),
  macro('array_remove', ['a, v', 'to_json(list_filter(@elements(a), lambda _e: _e <> v))']),
  macro('array_slice', [
    'a, from_, to_',
    `to_json(@elements(a)[(CASE WHEN from_ < 0 THEN greatest(json_array_length(a) + from_, 0) ELSE from_ END) + 1 :
      CASE WHEN to_ < 0 THEN CAST(json_array_length(a) AS BIGINT) + to_ ELSE to_ END])`,
  ]),
  macro('sortable', [
    'a',
    `list_transform(@elements(a), lambda _e: {n: TRY_CAST(json_extract_string(_e, '$') AS DOUBLE), t: json_extract_string(_e, '$'), v: _e})`,
  ]),
  macro('array_sort', [
    'a, ascending',
    `CASE WHEN ascending THEN to_json(list_transform(list_sort(@sortable(a), 'ASC', 'NULLS LAST'), lambda _e: _e.v))
      ELSE to_json(list_transform(list_sort(@sortable(a), 'DESC', 'NULLS FIRST'), lambda _e: _e.v)) END`,
  ]),
  macro('array_max', ['a', `list_sort(list_filter(@sortable(a), lambda _e: _e.t IS NOT NULL), 'DESC')[1].v`]),
  macro('array_min', ['a', `list_sort(list_filter(@sortable(a), lambda _e: _e.t IS NOT NULL), 'ASC')[1].v`]),
  macro('array_to_string', [
    'a, separator',
    `array_to_string(list_transform(@elements(a), lambda _e: coalesce(json_extract_string(_e, '$'), '')), separator)`,
  ]),
  macro('object_of', ['entries', 'to_json(map_from_entries(entries))']),
  macro('entries', [
    'o',
    `list_transform(json_keys(o), lambda _k: {k: _k, v: json_extract(o, '$."' || replace(_k, '"', '\\"') || '"')})`,
  ]),
  macro('object_delete', [
    'o, keys',
    '@object_of(list_filter(@entries(o), lambda _e: NOT list_contains(keys, _e.k)))',
  ]),
  macro('object_pick', [
    'o, keys',
    '@object_of(list_filter(@entries(o), lambda _e: list_contains(keys, _e.k)))',
  ]),
  macro('object_insert', [
    'o, key, v',
    `@object_of(list_sort(list_filter(list_append(list_filter(@entries(o), lambda _e: _e.k <> key), {k: key, v: v}), lambda _e: _e.v IS NOT NULL)))`,
  ]),
  macro('object_add', [
    'o, key, v',
    `CASE WHEN list_contains(json_keys(o), key) THEN error('The object has a key "' || key || '" already') ELSE @object_insert(o, key, v) END`,
  ]),
];
