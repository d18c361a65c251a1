import type { GoldenQueries } from './golden.ts';

export const variantQueries: readonly GoldenQueries[] = [
  {
    title: 'Variants of a table, FLATTEN',
    page: 'functions-semistructured',
    queries: [
      [
        "select v:name::string, v:name, v:age::int, v:score::float, v:ok::boolean, v:home.city::varchar, v['home']['zip']::string, v:tags[0]::string from events where id = 1",
        [['Bob', '"Bob"', 41, 12.5, true, 'Rome', '00100', 'x']],
      ],
      ["select id from events where v:name = 'Ann'", [[2]]],
      ['select v:age from events order by 1', [[7], [41], [null]]],
      [
        'select id, v:age from events order by 2 desc, 1',
        [
          [3, null],
          [1, 41],
          [2, 7],
        ],
      ],
      [`select parse_json(column1) from values ('"10"'), ('"9"') order by 1`, [['"10"'], ['"9"']]],
      [
        'select v:ok, count(*) from events group by 1 order by 1',
        [
          [false, 1],
          [true, 1],
          [null, 1],
        ],
      ],
      [
        'select id, v:name::string v from events order by v',
        [
          [2, 'Ann'],
          [1, 'Bob'],
          [3, null],
        ],
      ],
      ['select id from events where v:age > 8 and v:ok', [[1]]],
      [
        "select v:name || '!', upper(v:name), v:age + 1, v:home.city like 'R%', length(v:home.zip), concat(v:name, '-', v:age) from events where id = 1",
        [['Bob!', 'BOB', 42, true, 5, 'Bob-41']],
      ],
      ["select id from events where v:home.city in ('Oslo', 'Paris')", [[2]]],
      ["select id from events where v:age between 5 and 10 or v:name ilike 'B%' order by id", [[1], [2]]],
      [
        "select case v:name when 'Bob' then 1 else 0 end, iff(v:age > 40, 'old', 'young'), nvl(v:nope::string, 'none'), coalesce(v:nope, v:name)::string from events where id = 1",
        [[1, 'old', 'none', 'Bob']],
      ],
      [
        'select v:missing is null, v:gone is null, is_null_value(v:gone), strip_null_value(v:gone) is null, v:gone::string is null from events where id = 1',
        [[true, false, true, true, true]],
      ],
      [
        'select v:age::number(5,1), v:score::int, try_cast(v:name::string as int), v:"name"::string, v:name::varchar(2) from events where id = 1',
        [['41.0', 13, null, 'Bob', 'Bo']],
      ],
      [
        "select n, n = 'Bob', upper(n) from (select v:name as n from events where id = 1)",
        [['"Bob"', true, 'BOB']],
      ],
      [
        "with x as (select id, v:name as name, v:age as age from events) select id from x where name = 'Bob' and age >= 41",
        [[1]],
      ],
      ['select id from events order by v:age nulls first', [[3], [2], [1]]],
      [
        'select e.id, f.id from events e join events f on e.v:name = f.v:name order by 1',
        [
          [1, 1],
          [2, 2],
        ],
      ],
      ['select sum(v:age), avg(v:score), count(v:name), max(v:age::int) from events', [[48, 7.75, 2, 41]]],
      [
        "select get(v:tags, 1)::string, get(v, 'name')::string, get_path(v, 'home.city')::string, get(v:tags, 7), v:tags[1]::string, get_ignore_case(v, 'NAME')::string from events where id = 1",
        [['y', 'Bob', 'Rome', null, 'y', 'Bob']],
      ],
      ['select v:tags[id]::string, v:tags[id - 1]::string from events where id = 1', [['y', 'x']]],
      [
        'select typeof(v:age), typeof(v:score), typeof(v:name), typeof(v:tags), typeof(v), typeof(v:gone), typeof(v:ok) from events where id = 1',
        [['INTEGER', 'DECIMAL', 'VARCHAR', 'ARRAY', 'OBJECT', 'NULL_VALUE', 'BOOLEAN']],
      ],
      [
        'select is_array(v:tags), is_object(v), is_varchar(v:name), is_integer(v:age), is_boolean(v:name), as_varchar(v:age), as_integer(v:age) from events where id = 1',
        [[true, true, true, true, false, null, 41]],
      ],
      [
        'select f.value::string, f.index from events e, lateral flatten(input => e.v:tags) f order by f.index',
        [
          ['x', 0],
          ['y', 1],
        ],
      ],
      [
        'select id, value::string from events, lateral flatten(v:tags) order by 2',
        [
          [1, 'x'],
          [1, 'y'],
        ],
      ],
      [
        "select id, f.value::string v from events e, table(flatten(input => e.v, path => 'tags', outer => true)) f order by id, v",
        [
          [1, 'x'],
          [1, 'y'],
          [2, null],
          [3, null],
        ],
      ],
      [
        'select id, f.value::string from events e left join lateral flatten(input => e.v:tags) f order by 1, 2',
        [
          [1, 'x'],
          [1, 'y'],
          [2, null],
          [3, null],
        ],
      ],
      [
        'select id, f.value::string from events e inner join lateral flatten(input => e.v:tags) f order by 1, 2',
        [
          [1, 'x'],
          [1, 'y'],
        ],
      ],
      [
        'select key, value::string, path, index from table(flatten(input => parse_json(\'{"b": 2, "a": [1]}\'))) order by key',
        [
          ['a', '[1]', 'a', null],
          ['b', '2', 'b', null],
        ],
      ],
      [
        "select value, index, path from table(flatten(input => parse_json('[1, 77]'))) f order by index",
        [
          [1, 0, '[0]'],
          [77, 1, '[1]'],
        ],
      ],
      [
        'select value::int from table(flatten(input => parse_json(\'{"a":1, "b":[77,88]}\'), path => \'b\')) f order by 1',
        [[77], [88]],
      ],
      [
        'select path, key, index, value from table(flatten(input => parse_json(\'{"a":1,"b":[77,{"c":9}]}\'), recursive => true)) f order by path',
        [
          ['a', 'a', null, '1'],
          ['b', 'b', null, '[77,{"c":9}]'],
          ['b[0]', null, 0, '77'],
          ['b[1]', null, 1, '{"c":9}'],
          ['b[1].c', 'c', null, '9'],
        ],
      ],
      ["select count(*) from table(flatten(input => parse_json('{\"a\":1}'), mode => 'array')) f", [[0]]],
      [
        'select f.value:n::int, g.value::string from (select parse_json(\'[{"n":1,"t":["p","q"]},{"n":2,"t":["r"]}]\') as d) x, lateral flatten(input => x.d) f, lateral flatten(input => f.value:t) g order by 1, 2',
        [
          [1, 'p'],
          [1, 'q'],
          [2, 'r'],
        ],
      ],
      ["select f.value as tag from events, lateral flatten(v:tags) f where f.value = 'y'", [['"y"']]],
      [
        'select id, (select count(*) from table(flatten(e.v:tags))) as n from events e order by id',
        [
          [1, 2],
          [2, 0],
          [3, 0],
        ],
      ],
      [
        "select count(*) from events e where exists (select 1 from lateral flatten(input => e.v:tags) f where f.value::string = 'x')",
        [[1]],
      ],
      [
        "select s.value, s.index from table(split_to_table('a.b.c', '.')) s order by s.index",
        [
          ['a', 1],
          ['b', 2],
          ['c', 3],
        ],
      ],
      [
        "select f.origin, s.value from flights f, lateral split_to_table(f.origin || '-' || f.destination, '-') s where f.delay = 10 order by s.index",
        [
          ['ATL', 'ATL'],
          ['ATL', 'LAX'],
        ],
      ],
      ["select value from table(strtok_split_to_table('a.b;c', '.;')) order by index", [['a'], ['b'], ['c']]],
      [
        "select object_construct('o', origin, 'd', destination):d::string, object_construct('o', origin, 'd', destination) from flights order by date desc limit 1",
        [[null, '{"o":"LAX"}']],
      ],
      [
        "select array_construct(1, 'a', null, true), array_construct(), [1, 2][1]::int, array_construct_compact(1, null, 2), array_construct(1.5, date) from flights where delay = 10",
        [['[1,"a",null,true]', '[]', 2, '[1,2]', '[1.5,"2001-01-01"]']],
      ],
      [
        'select array_agg(delay) within group (order by delay), array_size(array_agg(delay)), array_agg(delay) within group (order by delay desc)[0]::int from flights',
        [['[-5,10,40]', 3, 40]],
      ],
      [
        'select array_agg(delay), array_agg(distinct origin) within group (order by origin), array_unique_agg(origin)::string from flights where false',
        [['[]', '[]', '[]']],
      ],
      ['select array_agg(distinct origin) within group (order by origin) from flights', [['["ATL","LAX"]']]],
      [
        "select object_agg(origin, delay), object_agg(destination, date) from (select * from flights where destination in ('JFK') or destination is null)",
        [['{"ATL":-5}', '{"JFK":"2001-01-02"}']],
      ],
      [
        'select origin, array_agg(date) within group (order by date) from flights group by 1 order by 1',
        [
          ['ATL', '["2001-01-01","2001-01-02"]'],
          ['LAX', '["2001-02-01","2001-02-28"]'],
        ],
      ],
      [
        "select array_size([1,2,3]), array_size(null), array_size(parse_json('5')), array_to_string([1, 'a', null], ','), array_to_string(v:tags, '+') from events where id = 1",
        [[3, null, null, '1,a,', 'x+y']],
      ],
      [
        "select parse_json('{ \"a\" : [ 1 , 2 ] }'), try_parse_json('{bad'), parse_json(''), parse_json('null') is null, check_json('{}'), to_json(v:home) from events where id = 1",
        [['{"a":[1,2]}', null, null, false, null, '{"city":"Rome","zip":"00100"}']],
      ],
      ['select parse_json(column1):a::int from values (\'{"a": 1}\'), (\'{"a": 2}\') order by 1', [[1], [2]]],
      [
        "select s.value from flights f, lateral split_to_table(to_varchar(dateadd(day, 1, f.date)), '-') s where f.delay = 10 and s.index = 1",
        [['2001']],
      ],
      [
        "select initcap(i), array_distinct(e), array_size(a), array_except(e, a), f.value::string from (select 'a b' as i, [1, 1] as e, [1] as a, 'x' as s, 1 as v, 2 as k) t, lateral flatten(e) f where f.index = 0",
        [['A B', '[1]', 1, '[1]', '1']],
      ],
      [
        "select value, seq is not null from (select 'a-b' as parts, '-' as i) t, lateral split_to_table(parts, i) order by index",
        [
          ['a', true],
          ['b', true],
        ],
      ],
      [
        'select f.key, f.value from (select parse_json(\'{"a":1}\') as value, 1 as id, 2 as key) t, lateral flatten(input => t.value, recursive => true) f',
        [['a', '1']],
      ],
    ],
  },
];
