import { describe } from 'vitest';
import { type Golden, goldenTests } from './duckdb.ts';

/** Rows are those of Snowflake's documentation ("String & binary functions") or follow from its words. */
const cases: Golden[] = [
  ["select substr('abc', 0, 2)", [['ab']]],
  [
    "select substr('abc', 1, 2), substr('abcdef', -3), substr('abc', 2), substr('abc', 2, -1)",
    [['ab', 'def', 'bc', '']],
  ],
  ["select substring('testing 1 2 3', 9, 5)", [['1 2 3']]],
  [
    "select left('ABCDEF', 3), left('ABC', -1), right('ABCDEFG', 3), right('abc', -2)",
    [['ABC', '', 'EFG', '']],
  ],
  [
    "select concat('George Washington ', 'Carver'), concat('a', null), concat('a', 1, true)",
    [['George Washington Carver', null, 'a1true']],
  ],
  [
    "select concat_ws(',', 'one', 'two', 'three'), concat_ws(',', 'one', null), concat_ws(',', 'one')",
    [['one,two,three', null, 'one']],
  ],
  [
    "select 'a' || null, 'x' || 1, 'n=' || 1.50::number(4,2), 'f=' || 1.0::float, 'b=' || true",
    [[null, 'x1', 'n=1.50', 'f=1', 'b=true']],
  ],
  ["select 'at ' || ts from flights where delay = 10", [['at 2001-01-01 08:15:00.000']]],
  ["select 'on ' || date from flights where delay = 10", [['on 2001-01-01']]],
  [
    "select split_part('11.22.33', '.', 0), split_part('11.22.33', '.', 1), split_part('11.22.33', '.', 3), split_part('11.22.33', '.', 4), split_part('11.22.33', '.', -1)",
    [['11', '11', '33', '', '33']],
  ],
  [
    "select split('127.0.0.1', '.')[0]::string, array_size(split('a|b|c', '|')), split('a', ',')",
    [['127', 3, '["a"]']],
  ],
  [
    "select initcap('die vögel'), initcap('the QUICK brown-fox_jumps.over'), initcap('this is the new Frame+work')",
    [['Die Vögel', 'The Quick Brown-Fox_Jumps.Over', 'This Is The New Frame+Work']],
  ],
  ["select initcap('this is the new Frame+work', '')", [['This is the new frame+work']]],
  [
    "select insert('abc', 1, 2, 'Z'), insert('abcdef', 3, 2, 'zzz'), insert('abc', 2, 0, 'ZZ')",
    [['Zc', 'abzzzef', 'aZZbc']],
  ],
  [
    "select charindex('an', 'banana', 1), charindex('an', 'banana', 3), charindex('an', 'banana'), charindex('q', 'banana')",
    [[2, 4, 2, 0]],
  ],
  ["select position('an', 'banana', 3), position('an' in 'banana'), position('an', 'nope')", [[4, 2, 0]]],
  [
    "select replace('down', 'down', 'up'), replace('Vacation in Athens', 'Athens', 'Rome'), replace('snowman', 'snow'), replace('a', 'a', null)",
    [['up', 'Vacation in Rome', 'man', null]],
  ],
  [
    "select lpad('123.50', 10, '*'), lpad('hi', 5), rpad('hi', 5, '_'), lpad('hello', 3), lpad('x', 0)",
    [['****123.50', '   hi', 'hi___', 'hel', '']],
  ],
  [
    "select ltrim('#000000123', '0#'), rtrim('$125.00', '0.'), trim('*-*ABC-*-', '*-'), trim('  a '), ltrim('  a'), rtrim('a  ')",
    [['123', '$125', 'ABC', 'a', 'a', 'a']],
  ],
  [
    "select contains('thesnowman', 'snow'), startswith('coffee', 'co'), endswith('tea', 'ea'), contains('a', null)",
    [[true, true, true, null]],
  ],
  [
    "select reverse('Hello, world!'), repeat('xy', 3), space(3) || '|', upper('a'), lower('B'), length('joyful'), len('ab')",
    [['!dlrow ,olleH', 'xyxyxy', '   |', 'A', 'b', 6, 2]],
  ],
  ["select ascii('!'), ascii(''), chr(83), unicode('a'), char(65)", [[33, 0, 'S', 97, 'A']]],
  [
    "select translate('ñ', 'ñ', 'n'), translate('peñaranda', 'ñ', 'n'), translate('abcdef', 'abc', 'x')",
    [['n', 'penaranda', 'xdef']],
  ],
  [
    "select strtok('a.b.c', '.', 1), strtok('user@snowflake.com', '@.', 2), strtok('a b'), strtok('a.b', '.', 5)",
    [['a', 'snowflake', 'a', null]],
  ],
  [
    "select strtok_to_array('a.b.c', '.'), strtok_to_array('user@snow.com', '.@')",
    [['["a","b","c"]', '["user","snow","com"]']],
  ],
  [
    "select editdistance('future', 'past'), editdistance('kitten', 'sitting'), editdistance('kitten', 'sitting', 2)",
    [[6, 3, 2]],
  ],
  [
    "select jarowinkler_similarity('abcd', 'abcd'), jarowinkler_similarity('merveilleux', 'xyz') < 50",
    [[100, true]],
  ],
  [
    "select md5('Snowflake'), md5_hex('a')",
    [['edf1439075a83a447fb8b630ddc9c8de', '0cc175b9c0f1b6a831c399e269772661']],
  ],
  [
    "select sha1('a'), sha2('a'), sha2('a', 256)",
    [
      [
        '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8',
        'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
        'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
      ],
    ],
  ],
  [
    "select hex_encode('SNOW'), hex_decode_string('534E4F57'), base64_encode('Snowflake'), base64_decode_string('U25vd2ZsYWtl')",
    [['534E4F57', 'SNOW', 'U25vd2ZsYWtl', 'Snowflake']],
  ],
  ["select length(uuid_string()), bit_length('abc'), octet_length('ö')", [[36, 24, 2]]],
  // Regular expressions match the whole text with LIKE in their name, parts of it without.
  [
    "select regexp_like('abc', 'b'), regexp_like('abc', 'a.c'), regexp_like('ABC', 'abc', 'i'), 'abc' rlike 'a.*', 'abc' regexp 'b', rlike('800-456-7891', '[2-9]\\\\d{2}-\\\\d{3}-\\\\d{4}')",
    [[false, true, true, true, false, true]],
  ],
  ["select not 'abc' rlike 'a.*', 'abc' not rlike 'x'", [[false, true]]],
  [
    "select regexp_replace('It was the best of times', '( ){1,}', ''), regexp_replace('aXbX', 'X', '-'), regexp_replace('aXbX', 'X', '-', 1, 1), regexp_replace('firstname lastname', '(.*) (.*)', '\\\\2, \\\\1')",
    [['Itwasthebestoftimes', 'a-b-', 'a-bX', 'lastname, firstname']],
  ],
  [
    "select regexp_substr('abc123def456', '[0-9]+'), regexp_substr('abc123def456', '[0-9]+', 1, 2), regexp_substr('abc', '[0-9]'), regexp_substr('a=1;b=2', 'b=([0-9])', 1, 1, 'e'), regexp_substr('a=1;b=2', '([a-z])=([0-9])', 1, 2, 'e', 2)",
    [['123', '456', null, '2', '2']],
  ],
  [
    "select regexp_count('It was the best of times, it was the worst of times', '\\\\bwas\\\\b', 1), regexp_count('aAa', 'a', 1, 'i')",
    [[2, 3]],
  ],
  [
    "select regexp_instr('nevermore1, nevermore2', 'nevermore\\\\d'), regexp_instr('ab12', '[0-9]'), regexp_instr('ab', '[0-9]'), regexp_instr('xAB', 'ab', 1, 1, 0, 'i')",
    [[1, 3, 0, 2]],
  ],
  [
    "select regexp_extract_all('a1b22', '[0-9]+'), regexp_substr_all('a1_a2', 'a[0-9]')",
    [['["1","22"]', '["a1","a2"]']],
  ],
  // Backslashes escape in Snowflake's strings, not in DuckDB's.
  [
    "select 'it''s', 'a\\'b', 'tab\\there', length('\\\\'), $$it's \\n$$, '\\u26c4', '\\x41'",
    [["it's", "a'b", 'tab\there', 1, "it's \\n", '⛄', 'A']],
  ],
  [
    "select 'a%b' like 'a\\\\%b' escape '\\\\', 'axb' like 'a\\\\%b' escape '\\\\', 'John' ilike 'j%', 'a' not like 'b%'",
    [[true, false, true, true]],
  ],
  [
    "select 'John Dddoe' like any ('%Jo%oe%', 'T%e'), 'Tom' like all ('T%', '%x'), 'JANE' ilike any ('jane%', 'z'), 'Tom' not like any ('J%')",
    [[true, false, true, true]],
  ],
  ["select 'abc' like 'ABC', ilike('abc', 'ABC'), like('a_c', 'a^_c', '^')", [[false, true, true]]],
  ["select 'x' in ('x', null), 'y' in ('x', null), 'y' not in ('x')", [[true, null, true]]],
  // DuckDB pads, cuts and compares as Snowflake does where nothing is said here; NULL everywhere gives NULL.
  [
    "select upper(null), lpad(null, 3), split_part(null, '.', 1), regexp_replace(null, 'a'), length(null)",
    [[null, null, null, null, null]],
  ],
  [
    "select 'abcdef'::varchar(3), cast('abcdef' as char(2)), 'abc'::char, 12345::varchar(3), cast('abc' as string)",
    [['abc', 'ab', 'a', '123', 'abc']],
  ],
  [
    'select ts::varchar, to_varchar(ts), to_char(ts) from flights where delay = -5',
    [['2001-01-02 23:59:59.500', '2001-01-02 23:59:59.500', '2001-01-02 23:59:59.500']],
  ],
  [
    "select to_varchar(1.0::float), to_char(0.1::float), 100::varchar, true::varchar, date::varchar, to_varchar('x') from flights where delay = 10",
    [['1', '0.1', '100', 'true', '2001-01-01', 'x']],
  ],
  ["select listagg(origin, ', ') within group (order by origin desc) from flights", [['LAX, LAX, ATL, ATL']]],
  [
    "select listagg(distinct origin, '|') within group (order by origin), listagg(destination) within group (order by destination) from flights",
    [['ATL|LAX', 'ATLJFKLAX']],
  ],
  ["select listagg(origin, ',') from flights where false", [['']]],
  [
    "select origin, listagg(delay, ',') within group (order by delay) as l from flights group by origin order by origin",
    [
      ['ATL', '-5,10'],
      ['LAX', '40'],
    ],
  ],
  [
    "select distinct origin, listagg(coalesce(destination, '-'), ',') within group (order by date) over (partition by origin) l from flights order by 1",
    [
      ['ATL', 'LAX,JFK'],
      ['LAX', 'ATL,-'],
    ],
  ],
];

describe('text', () => {
  goldenTests(cases);
});
