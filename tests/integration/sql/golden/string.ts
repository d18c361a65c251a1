import type { GoldenFamily } from './golden.ts';

export const string: GoldenFamily = {
  title: 'String & binary functions',
  page: 'functions-string',
  functions: {
    ASCII: {
      golden: [
        ["ascii('!')", 33],
        ["ascii('')", 0],
        ["ascii('a')", 97],
        ['ascii(null)', null],
      ],
    },
    BASE64_DECODE_BINARY: {
      note: 'An alphabet of its own is refused.',
      golden: [["base64_decode_binary('SEVMUA==') = to_binary('48454C50')", true]],
    },
    BASE64_DECODE_STRING: {
      note: 'An alphabet of its own is refused.',
      golden: [
        ["base64_decode_string('U25vd2ZsYWtl')", 'Snowflake'],
        ["base64_decode_string(base64_encode('HELLO'))", 'HELLO'],
      ],
    },
    BASE64_ENCODE: {
      note: 'A line length or an alphabet of its own is refused.',
      golden: [
        ["base64_encode('Snowflake')", 'U25vd2ZsYWtl'],
        ["base64_encode('')", ''],
      ],
    },
    BIT_LENGTH: {
      golden: [
        ["bit_length('abc')", 24],
        ["bit_length('é')", 16],
      ],
    },
    CHAR: { page: 'chr', golden: [['char(65)', 'A']] },
    CHARINDEX: {
      golden: [
        ["charindex('an', 'banana', 1)", 2],
        ["charindex('an', 'banana', 3)", 4],
        ["charindex('an', 'banana')", 2],
        ["charindex('q', 'banana')", 0],
        ["charindex('an', 'banana', 10)", 0],
        ["charindex(null, 'banana')", null],
      ],
    },
    CHR: {
      page: 'chr',
      golden: [
        ['chr(83)', 'S'],
        ['chr(9924)', '⛄'],
      ],
    },
    CONCAT: {
      golden: [
        ["concat('George Washington ', 'Carver')", 'George Washington Carver'],
        ["concat('a', null)", null],
        ["concat('a', 1, true)", 'a1true'],
        ["concat('x', '2001-01-02'::date)", 'x2001-01-02'],
        ["concat('ts ', '2013-04-05 01:02:03'::timestamp)", 'ts 2013-04-05 01:02:03.000'],
      ],
    },
    CONCAT_WS: {
      golden: [
        ["concat_ws(',', 'one', 'two', 'three')", 'one,two,three'],
        ["concat_ws(',', 'one', null)", null],
        ["concat_ws(',', 'one')", 'one'],
        ["concat_ws('', 'a', 'b')", 'ab'],
        ["concat_ws(null, 'a', 'b')", null],
      ],
    },
    CONTAINS: {
      golden: [
        ["contains('thesnowman', 'snow')", true],
        ["contains('a', null)", null],
        ["contains('ice tea', '')", true],
      ],
    },
    EDITDISTANCE: {
      note: 'Texts with letters outside of ASCII are refused when the query runs.',
      golden: [
        ["editdistance('future', 'past')", 6],
        ["editdistance('kitten', 'sitting')", 3],
        ["editdistance('kitten', 'sitting', 2)", 2],
        ["editdistance('', 'abc')", 3],
        ["editdistance('ab', null)", null],
      ],
    },
    ENDSWITH: {
      golden: [
        ["endswith('tea', 'ea')", true],
        ["endswith('coffee', 'CO')", false],
      ],
    },
    HEX_DECODE_BINARY: { golden: [["hex_decode_binary('41')::varchar", '41']] },
    HEX_DECODE_STRING: { golden: [["hex_decode_string('534E4F57')", 'SNOW']] },
    HEX_ENCODE: {
      golden: [
        ["hex_encode('SNOW')", '534E4F57'],
        ["hex_encode('HELLO', 0)", '48454c4c4f'],
        ["hex_encode('a', 1)", '61'],
      ],
    },
    ILIKE: {
      golden: [
        ["ilike('abc', 'ABC')", true],
        ["ilike('jane doe', 'JANE%')", true],
        ["ilike('a%b', 'A^%B', '^')", true],
      ],
    },
    INITCAP: {
      golden: [
        ["initcap('die vögel')", 'Die Vögel'],
        ["initcap('the QUICK brown-fox_jumps.over')", 'The Quick Brown-Fox_Jumps.Over'],
        ["initcap('this is the new Frame+work')", 'This Is The New Frame+Work'],
        ["initcap('this is the new Frame+work', '')", 'This is the new frame+work'],
        ["initcap('iqamqinterestedqinqthisqtopic', 'q')", 'IqAmqInterestedqInqThisqTopic'],
        ['initcap(null)', null],
      ],
    },
    INSERT: {
      golden: [
        ["insert('abc', 1, 2, 'Z')", 'Zc'],
        ["insert('abcdef', 3, 2, 'zzz')", 'abzzzef'],
        ["insert('abc', 2, 0, 'ZZ')", 'aZZbc'],
        ["insert('abc', 1, null, 'Z')", null],
      ],
    },
    JAROWINKLER_SIMILARITY: {
      note: 'Texts with letters outside of ASCII are refused when the query runs.',
      golden: [
        ["jarowinkler_similarity('abcd', 'abcd')", 100],
        ["jarowinkler_similarity('merveilleux', 'xyz') < 50", true],
        ["jarowinkler_similarity('Gute nacht', 'Ich weis nicht')", 56],
        ["jarowinkler_similarity('Snowflake', 'Oracle')", 61],
      ],
    },
    LEFT: {
      golden: [
        ["left('ABCDEF', 3)", 'ABC'],
        ["left('ABC', -1)", ''],
        ["left('abc', 0)", ''],
        ['left(null, 2)', null],
      ],
    },
    LEN: {
      page: 'length',
      golden: [
        ["len('ab')", 2],
        ["len('')", 0],
      ],
    },
    LENGTH: {
      page: 'length',
      golden: [
        ["length('joyful')", 6],
        ['length(uuid_string())', 36],
        ["length('\\\\')", 1],
        ['length(null)', null],
        ["length('étude')", 5],
      ],
    },
    LIKE: {
      golden: [
        ["like('a_c', 'a^_c', '^')", true],
        ["like('John', 'Jo%')", true],
      ],
    },
    LOWER: {
      golden: [
        ["lower('B')", 'b'],
        ["lower('ÀB')", 'àb'],
      ],
    },
    LPAD: {
      golden: [
        ["lpad('123.50', 10, '*')", '****123.50'],
        ["lpad('hi', 5)", '   hi'],
        ["lpad('hello', 3)", 'hel'],
        ["lpad('x', 0)", ''],
        ['lpad(null, 3)', null],
        ["lpad('hi', 7, 'ab')", 'ababahi'],
        ["lpad('x', -1)", ''],
      ],
    },
    LTRIM: {
      golden: [
        ["ltrim('#000000123', '0#')", '123'],
        ["ltrim('  a')", 'a'],
        ["ltrim('\\ta')", '\ta'],
      ],
    },
    MD5: { page: 'md5', golden: [["md5('Snowflake')", 'edf1439075a83a447fb8b630ddc9c8de']] },
    MD5_BINARY: { golden: [["md5_binary('a')::varchar", '0CC175B9C0F1B6A831C399E269772661']] },
    MD5_HEX: { page: 'md5', golden: [["md5_hex('a')", '0cc175b9c0f1b6a831c399e269772661']] },
    MD5_NUMBER_LOWER64: { golden: [["md5_number_lower64('Snowflake')", '9203306159527282910']] },
    MD5_NUMBER_UPPER64: { golden: [["md5_number_upper64('Snowflake')", '17145559544104499780']] },
    OCTET_LENGTH: {
      golden: [
        ["octet_length('ö')", 2],
        ["octet_length('abc')", 3],
      ],
    },
    POSITION: {
      golden: [
        ["position('an', 'banana', 3)", 4],
        ["position('an' in 'banana')", 2],
        ["position('an', 'nope')", 0],
        ["position('', 'abc')", 1],
      ],
    },
    REPEAT: {
      golden: [
        ["repeat('xy', 3)", 'xyxyxy'],
        ["repeat('a', 0)", ''],
      ],
    },
    REPLACE: {
      golden: [
        ["replace('down', 'down', 'up')", 'up'],
        ["replace('Vacation in Athens', 'Athens', 'Rome')", 'Vacation in Rome'],
        ["replace('snowman', 'snow')", 'man'],
        ["replace('a', 'a', null)", null],
        ["replace('abcabc', 'b', '')", 'acac'],
      ],
    },
    REVERSE: {
      golden: [
        ["reverse('Hello, world!')", '!dlrow ,olleH'],
        ["reverse('añb')", 'bña'],
      ],
    },
    RIGHT: {
      golden: [
        ["right('ABCDEFG', 3)", 'EFG'],
        ["right('abc', -2)", ''],
        ["right('é1', 1)", '1'],
      ],
    },
    RPAD: {
      golden: [
        ["rpad('hi', 5, '_')", 'hi___'],
        ["rpad('123.50', 10, '*')", '123.50****'],
        ["rpad('abc', 2)", 'ab'],
      ],
    },
    RTRIM: {
      golden: [
        ["rtrim('$125.00', '0.')", '$125'],
        ["rtrim('a  ')", 'a'],
        ["rtrim('a\\n')", 'a\n'],
      ],
    },
    RTRIMMED_LENGTH: { golden: [["rtrimmed_length(' ABCD ')", 5]] },
    SHA1: { page: 'sha1', golden: [["sha1('a')", '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8']] },
    SHA1_BINARY: { golden: [["sha1_binary('a')::varchar", '86F7E437FAA5A7FCE15D1DDCB9EAEAEA377667B8']] },
    SHA1_HEX: { page: 'sha1', golden: [["sha1_hex('a')", '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8']] },
    SHA2: {
      page: 'sha2',
      note: '256 bits; other sizes are refused.',
      golden: [
        ["sha2('a')", 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'],
        ["sha2('a', 256)", 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'],
      ],
    },
    SHA2_BINARY: {
      note: '256 bits; other sizes are refused.',
      golden: [
        [
          "sha2_binary('a', 256)::varchar",
          'CA978112CA1BBDCAFAC231B39A23DC4DA786EFF8147C4E72B9807785AFEE48BB',
        ],
      ],
    },
    SHA2_HEX: {
      page: 'sha2',
      note: '256 bits; other sizes are refused.',
      golden: [["sha2_hex('a')", 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb']],
    },
    SPACE: { golden: [["space(3) || '|'", '   |']] },
    SPLIT: {
      golden: [
        ["split('a', ',')", '["a"]'],
        ["split('|a||', '|')", '["","a","",""]'],
        ["split(null, '.')", null],
      ],
    },
    SPLIT_PART: {
      golden: [
        ["split_part('11.22.33', '.', 0)", '11'],
        ["split_part('11.22.33', '.', 1)", '11'],
        ["split_part('11.22.33', '.', 3)", '33'],
        ["split_part('11.22.33', '.', 4)", ''],
        ["split_part('11.22.33', '.', -1)", '33'],
        ["split_part(null, '.', 1)", null],
        ["split_part('127.0.0.1', '.', -4)", '127'],
      ],
    },
    STARTSWITH: {
      golden: [
        ["startswith('coffee', 'co')", true],
        ["startswith('ab', null)", null],
      ],
    },
    STRTOK: {
      note: 'A part below 1 is an error.',
      golden: [
        ["strtok('a.b.c', '.', 1)", 'a'],
        ["strtok('user@snowflake.com', '@.', 2)", 'snowflake'],
        ["strtok('a b')", 'a'],
        ["strtok('a.b', '.', 5)", null],
        ["strtok('a.b.c', '.', 3)", 'c'],
        ["strtok('', '', 1)", null],
        ["strtok('abc', '', 1)", 'abc'],
        ["strtok('a.b', null, 1)", null],
      ],
    },
    STRTOK_TO_ARRAY: {
      golden: [
        ["strtok_to_array('a.b.c', '.')", '["a","b","c"]'],
        ["strtok_to_array('user@snow.com', '.@')", '["user","snow","com"]'],
        ["strtok_to_array('a b')", '["a","b"]'],
      ],
    },
    SUBSTR: {
      page: 'substr',
      golden: [
        ["substr('abc', 0, 2)", 'ab'],
        ["substr('abc', 1, 2)", 'ab'],
        ["substr('abcdef', -3)", 'def'],
        ["substr('abc', 2)", 'bc'],
        ["substr('abc', 2, -1)", ''],
        ["substr('abc', 5)", ''],
        ["substr('abc', -5, 3)", ''],
      ],
    },
    SUBSTRING: {
      page: 'substr',
      golden: [
        ["substring('testing 1 2 3', 9, 5)", '1 2 3'],
        ["substring('abc', 2, 0)", ''],
      ],
    },
    TRANSLATE: {
      golden: [
        ["translate('ñ', 'ñ', 'n')", 'n'],
        ["translate('peñaranda', 'ñ', 'n')", 'penaranda'],
        ["translate('abcdef', 'abc', 'x')", 'xdef'],
        ["translate('❄a', '❄', '*')", '*a'],
        ["translate('x1y2', '12', '34')", 'x3y4'],
      ],
    },
    TRIM: {
      golden: [
        ["trim('*-*ABC-*-', '*-')", 'ABC'],
        ["trim('  a ')", 'a'],
        ["trim('\\t a ')", '\t a'],
        ['trim(null)', null],
      ],
    },
    TRY_BASE64_DECODE_BINARY: { golden: [["try_base64_decode_binary('!')", null]] },
    TRY_BASE64_DECODE_STRING: {
      golden: [
        ["try_base64_decode_string('SEVMTE8=')", 'HELLO'],
        ["try_base64_decode_string('!!')", null],
      ],
    },
    TRY_HEX_DECODE_BINARY: { golden: [["try_hex_decode_binary('zz')", null]] },
    TRY_HEX_DECODE_STRING: {
      golden: [
        ["try_hex_decode_string('41')", 'A'],
        ["try_hex_decode_string('zz')", null],
      ],
    },
    UNICODE: {
      golden: [
        ["unicode('a')", 97],
        ["unicode('❄')", 10052],
        ["unicode('')", 0],
      ],
    },
    UPPER: {
      golden: [
        ["upper('a')", 'A'],
        ['upper(null)', null],
        ["upper('é')", 'É'],
      ],
    },
    UUID_STRING: {
      note: 'Without arguments: another value each time, as in Snowflake.',
      golden: [['uuid_string() = uuid_string()', false]],
    },
  },
};
