import type { GoldenFamily } from './golden.ts';

export const semiStructured: GoldenFamily = {
  title: 'Semi-structured and structured data functions',
  page: 'functions-semistructured',
  functions: {
    ARRAYS_OVERLAP: {
      golden: [
        ['arrays_overlap([1,2],[2,3])', true],
        ["arrays_overlap(['a'], ['b'])", false],
      ],
    },
    ARRAY_APPEND: {
      golden: [
        ['array_append([1], 2)', '[1,2]'],
        ['array_append([1], null)', '[1,null]'],
      ],
    },
    ARRAY_CAT: {
      golden: [
        ['array_cat([1, 2], [3])', '[1,2,3]'],
        ['array_cat([1], null)', null],
      ],
    },
    ARRAY_COMPACT: {
      golden: [
        ['array_compact([1, null, 3])', '[1,3]'],
        ["array_compact([null, 'a', null])", '["a"]'],
      ],
    },
    ARRAY_CONSTRUCT: {
      golden: [
        ['array_construct(10, 20, 30)', '[10,20,30]'],
        ["array_construct(null, 'hello', 3::double)", '[null,"hello",3]'],
        ['array_construct()', '[]'],
      ],
    },
    ARRAY_CONSTRUCT_COMPACT: { golden: [["array_construct_compact(null, 'hello', 3)", '["hello",3]']] },
    ARRAY_CONTAINS: {
      golden: [
        ["array_contains('hello'::variant, array_construct('hello', 'hi'))", true],
        ['array_contains(2, [1, 2])', true],
        ["array_contains('hola'::variant, ['hello', 'hi'])", false],
      ],
    },
    ARRAY_DISTINCT: {
      note: 'In the order of the first occurrence.',
      golden: [
        ["array_distinct(['a','b','a'])", '["a","b"]'],
        ['array_distinct([1, 2, 1])', '[1,2]'],
      ],
    },
    ARRAY_EXCEPT: {
      golden: [
        ['array_except([1,2,2,3], [2])', '[1,2,3]'],
        ["array_except(['A', 'B'], ['B', 'C'])", '["A"]'],
      ],
    },
    ARRAY_FLATTEN: { golden: [['array_flatten([[1,2],[3]])', '[1,2,3]']] },
    ARRAY_GENERATE_RANGE: {
      golden: [
        ['array_generate_range(2, 5)', '[2,3,4]'],
        ['array_generate_range(5, 25, 10)', '[5,15]'],
        ['array_generate_range(-5, -25, -10)', '[-5,-15]'],
        ['array_generate_range(5, 2)', '[]'],
      ],
    },
    ARRAY_INSERT: {
      note: 'Positions outside of the array are refused when the query runs.',
      golden: [
        ["array_insert([0,1,2,3], 2, 'hello')", '[0,1,"hello",2,3]'],
        ["array_insert([0, 1], 2, 'x')", '[0,1,"x"]'],
      ],
    },
    ARRAY_INTERSECTION: {
      golden: [
        ["array_intersection(['A','B'], ['B','C'])", '["B"]'],
        ["array_intersection(['A', 'B', 'B'], ['B', 'B'])", '["B","B"]'],
      ],
    },
    ARRAY_MAX: {
      golden: [
        ['array_max([20, 0, null, 10])', 20],
        ['array_max([])', null],
      ],
    },
    ARRAY_MIN: {
      golden: [
        ['array_min([20, 0, 10])', 0],
        ['array_min([20, 0, null, 10])', 0],
      ],
    },
    ARRAY_POSITION: {
      golden: [
        ["array_position('hi'::variant, array_construct('hello', 'hi'))", 1],
        ['array_position(9, [1])', null],
        ["array_position('hello'::variant, ['hello', 'hi'])", 0],
      ],
    },
    ARRAY_PREPEND: {
      golden: [
        ['array_prepend([1], 0)', '[0,1]'],
        ["array_prepend([1, 2], 'a')", '["a",1,2]'],
      ],
    },
    ARRAY_REMOVE: {
      golden: [
        ['array_remove([1,5,1], 1)', '[5]'],
        ["array_remove(['a', 'b'], 'a'::variant)", '["b"]'],
      ],
    },
    ARRAY_REVERSE: { golden: [['array_reverse([1,2])', '[2,1]']] },
    ARRAY_SIZE: {
      golden: [
        ["array_size(split('a|b|c', '|'))", 3],
        ['array_size([])', 0],
      ],
    },
    ARRAY_SLICE: {
      golden: [
        ['array_slice([0,1,2,3,4,5,6], 0, 2)', '[0,1]'],
        ['array_slice([0,1,2,3,4,5,6], 2, -1)', '[2,3,4,5]'],
        ['array_slice([1,2], 5, 7)', '[]'],
        ['array_slice([0,1,2,3,4,5,6], -3, -1)', '[4,5]'],
      ],
    },
    ARRAY_SORT: {
      note: 'Without the third argument.',
      golden: [
        ['array_sort([20, null, 0, 10])', '[0,10,20,null]'],
        ['array_sort([20, 0, 10], false)', '[20,10,0]'],
        ["array_sort(['b', 'a'])", '["a","b"]'],
      ],
    },
    ARRAY_TO_STRING: {
      golden: [
        ["array_to_string(['a', 'b'], '')", 'ab'],
        ["array_to_string([1, 2], ', ')", '1, 2'],
      ],
    },
    AS_ARRAY: {
      golden: [
        ["as_array(parse_json('[1]'))", '[1]'],
        ["as_array(parse_json('1'))", null],
      ],
    },
    AS_BOOLEAN: {
      golden: [
        ["as_boolean(parse_json('true'))", true],
        ['as_boolean(parse_json(\'"true"\'))', null],
      ],
    },
    AS_CHAR: { page: 'as_char-varchar', golden: [['as_char(parse_json(\'"a"\'))', 'a']] },
    AS_DECIMAL: {
      page: 'as_decimal-number',
      golden: [
        ["as_decimal(parse_json('1.26'), 5, 1)", '1.3'],
        ['as_decimal(parse_json(\'"1"\'))', null],
      ],
    },
    AS_DOUBLE: { page: 'as_double-real', golden: [["as_double(parse_json('1.5'))", 1.5]] },
    AS_INTEGER: {
      golden: [
        ["as_integer(parse_json('5'))", 5],
        ['as_integer(parse_json(\'"5"\'))', null],
      ],
    },
    AS_NUMBER: { page: 'as_decimal-number', golden: [["as_number(parse_json('12'))", 12]] },
    AS_OBJECT: {
      golden: [
        ['as_object(parse_json(\'{"a":1}\'))', '{"a":1}'],
        ["as_object(parse_json('[1]'))", null],
      ],
    },
    AS_REAL: { page: 'as_double-real', golden: [["as_real(parse_json('2'))", 2]] },
    AS_VARCHAR: {
      page: 'as_char-varchar',
      golden: [
        ["as_varchar(parse_json('5'))", null],
        ['as_varchar(parse_json(\'"x"\'))', 'x'],
      ],
    },
    CHECK_JSON: {
      note: 'Other words for what is wrong.',
      golden: [
        ['check_json(\'{"a": 1}\')', null],
        ["check_json('{bad') is not null", true],
      ],
    },
    FILTER: {
      golden: [
        ['filter([1,2,3], x -> x > 1)', '[2,3]'],
        ["filter([{'v': 1}, {'v': 5}], x -> x:v > 2)", '[{"v":5}]'],
      ],
    },
    GET: {
      golden: [
        ["get(parse_json('[10, 20]'), 1)", 20],
        ["get(parse_json('{\"a\": 1}'), 'A')", null],
      ],
    },
    GET_IGNORE_CASE: { golden: [["get_ignore_case(parse_json('{\"aB\": 1}'), 'AB')", 1]] },
    GET_PATH: {
      note: 'The path must stand in the text.',
      golden: [['get_path(parse_json(\'{"a": {"b": [1, 2]}}\'), \'a.b[1]\')', 2]],
    },
    IS_ARRAY: { golden: [["is_array(parse_json('[1]'))", true]] },
    IS_BOOLEAN: { golden: [["is_boolean(parse_json('true'))", true]] },
    IS_CHAR: { page: 'is_char-varchar', golden: [['is_char(parse_json(\'"a"\'))', true]] },
    IS_DECIMAL: { note: 'Of what was JSON.', golden: [["is_decimal(parse_json('1.5'))", true]] },
    IS_DOUBLE: {
      page: 'is_double-real',
      note: 'Of what was JSON.',
      golden: [["is_double(parse_json('1.5'))", true]],
    },
    IS_INTEGER: {
      note: 'Of what was JSON.',
      golden: [
        ["is_integer(parse_json('5'))", true],
        ["is_integer(parse_json('5.5'))", false],
      ],
    },
    IS_OBJECT: { golden: [["is_object(parse_json('[1]'))", false]] },
    IS_REAL: {
      page: 'is_double-real',
      note: 'Of what was JSON.',
      golden: [["is_real(parse_json('1.5'))", true]],
    },
    IS_VARCHAR: { page: 'is_char-varchar', golden: [["is_varchar(parse_json('1'))", false]] },
    JSON_EXTRACT_PATH_TEXT: {
      note: 'The path must stand in the text.',
      golden: [
        ['json_extract_path_text(\'{"level_1_key": "level_1_value"}\', \'level_1_key\')', 'level_1_value'],
        ['json_extract_path_text(\'{"a": {"b": 5}}\', \'a.b\')', '5'],
      ],
    },
    OBJECT_CONSTRUCT: {
      golden: [
        ["object_construct('b', 1, 'a', 'x', 'n', null)", '{"a":"x","b":1}'],
        ['object_construct()', '{}'],
        ["object_construct('t', '2020-01-01 10:00:00'::timestamp)", '{"t":"2020-01-01 10:00:00.000"}'],
        ["object_construct('a', 1, 'b', 'BBBB', 'c', null)", '{"a":1,"b":"BBBB"}'],
      ],
    },
    OBJECT_CONSTRUCT_KEEP_NULL: {
      golden: [
        ["object_construct_keep_null('k', null)", '{"k":null}'],
        ["object_construct_keep_null('key_1', 'one', 'key_2', null)", '{"key_1":"one","key_2":null}'],
      ],
    },
    OBJECT_DELETE: {
      golden: [
        ["object_delete({'a': 1, 'b': 2}, 'a')", '{"b":2}'],
        ["object_delete(object_construct('a', 1, 'b', 2, 'c', 3), 'a', 'b')", '{"c":3}'],
      ],
    },
    OBJECT_INSERT: {
      note: 'The flag must stand in the text.',
      golden: [
        ["object_insert(object_construct('a', 1), 'b', 2)", '{"a":1,"b":2}'],
        ["object_insert({'a': 1, 'b': 2}, 'b', 100, true)", '{"a":1,"b":100}'],
        ["object_insert({'a': 1}, 'c', null)", '{"a":1}'],
      ],
    },
    OBJECT_KEYS: {
      note: 'In alphabetical order.',
      golden: [['object_keys(parse_json(\'{"b":1,"a":2}\'))', '["a","b"]']],
    },
    OBJECT_PICK: {
      golden: [
        ["object_pick({'a': 1, 'b': 2}, 'a')", '{"a":1}'],
        ["object_pick({'a': 1, 'b': 2, 'c': 3}, 'a', 'b')", '{"a":1,"b":2}'],
      ],
    },
    PARSE_JSON: {
      note: 'Keys keep their order in texts of the value; Snowflake sorts them. Without a second argument.',
      golden: [
        ['parse_json(\'{"a": 1}\')', '{"a":1}'],
        ['parse_json(null)', null],
        ["parse_json('')", null],
      ],
    },
    REDUCE: {
      golden: [
        ['reduce([1,2,3], 0, (acc, x) -> acc + x)', 6],
        ['reduce([1, 2, 3], 10, (acc, x) -> acc + x)', 16],
      ],
    },
    STRIP_NULL_VALUE: {
      golden: [
        ["strip_null_value(parse_json('null'))", null],
        ["strip_null_value(parse_json('1'))", 1],
      ],
    },
    TO_ARRAY: {
      golden: [
        ['to_array(3)', '[3]'],
        ['to_array(null)', null],
        ["to_array('a')", '["a"]'],
      ],
    },
    TO_JSON: {
      note: 'Keys keep their order; Snowflake sorts them.',
      golden: [
        ["to_json(object_construct('a', 1))", '{"a":1}'],
        ['to_json(null)', null],
      ],
    },
    TO_OBJECT: {
      golden: [
        ['to_object(parse_json(\'{"a":1}\'))', '{"a":1}'],
        ['parse_json(\'{"a":1}\')::object:a', 1],
      ],
    },
    TO_VARIANT: {
      golden: [
        ["to_variant('a')", '"a"'],
        ['to_variant(5)', 5],
      ],
    },
    TRANSFORM: {
      golden: [
        ['transform([1,2,3], x -> x * 2)', '[2,4,6]'],
        ["transform(['a'], (x string) -> upper(x))", '["A"]'],
      ],
    },
    TRY_PARSE_JSON: {
      note: 'As PARSE_JSON.',
      golden: [
        ["try_parse_json('{bad')", null],
        ["try_parse_json('[1]')", '[1]'],
      ],
    },
    TYPEOF: {
      note: 'Of what was JSON; of dates and times that became a variant it says VARCHAR.',
      golden: [
        ["typeof(parse_json('1'))", 'INTEGER'],
        ["typeof(parse_json('1.5'))", 'DECIMAL'],
        ["typeof(parse_json('null'))", 'NULL_VALUE'],
        ['typeof(parse_json(\'"a"\'))', 'VARCHAR'],
        ['typeof(null)', null],
      ],
    },
  },
};
