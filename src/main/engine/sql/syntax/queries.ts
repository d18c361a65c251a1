import { parseFrom } from './relations.ts';
import type { Reader } from './reader.ts';
import { noColumnAlias } from './reserved.ts';
import type {
  Cte,
  Expression,
  GroupBy,
  GroupingSets,
  Query,
  QueryBody,
  Select,
  SelectItem,
  SetOperation,
} from './tree.ts';
import { parseValues } from './values.ts';
import { parseWindow } from './calls.ts';

/** A query with everything from WITH to FETCH. */
export function parseQuery(reader: Reader): Query {
  const { start } = reader;
  let recursive = false;
  const ctes: Cte[] = [];
  if (reader.accept('WITH')) {
    recursive = reader.accept('RECURSIVE');
    do {
      if (ctes.length > 0 && reader.word() === 'SELECT') break; // A comma behind the last one is allowed.
      ctes.push(parseCte(reader));
    } while (reader.acceptOperator(','));
  }
  if (ctes.length > 0 && ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(reader.word())) {
    throw reader.problem('WITH before a change is not Snowflake SQL: put it before the SELECT of the change');
  }
  const body = parseBody(reader);
  const query: Query = {
    kind: 'query',
    recursive,
    ctes,
    body,
    orderBy: [],
    orderByAll: false,
    limit: null,
    offset: null,
    tailStart: reader.end,
    start,
    end: 0,
  };
  parseTail(reader, query);
  query.end = reader.end;
  return query;
}

function parseCte(reader: Reader): Cte {
  const name = reader.identifier('A name for the common table expression');
  const columns = reader.identifierList('A column');
  reader.expect('AS', `behind the name ${name.name} in WITH`);
  reader.expectOperator('(', 'before the query of WITH');
  const query = reader.nested(() => parseQuery(reader));
  reader.expectOperator(')', 'behind the query of WITH');
  return { kind: 'cte', name, columns, query, start: name.start, end: reader.end };
}

function parseTail(reader: Reader, query: Query): void {
  if (reader.accept('ORDER', 'BY')) {
    if (reader.word() === 'ALL' && reader.operator(1) !== '(') {
      reader.next();
      query.orderByAll = true;
      while (['ASC', 'DESC', 'NULLS', 'FIRST', 'LAST'].includes(reader.word())) reader.next();
    } else {
      query.orderBy = reader.grammar.orderItems(reader);
    }
  }
  for (;;) {
    if (reader.accept('LIMIT')) query.limit = reader.grammar.expression(reader);
    else if (reader.accept('OFFSET')) {
      query.offset = reader.grammar.expression(reader);
      if (!reader.accept('ROWS')) reader.accept('ROW');
    } else if (reader.accept('FETCH')) {
      if (!reader.accept('FIRST')) reader.accept('NEXT');
      query.limit = reader.grammar.expression(reader);
      if (!reader.accept('ROWS')) reader.accept('ROW');
      reader.accept('ONLY');
    } else if (reader.word() === 'FOR' && reader.word(1) === 'UPDATE') {
      reader.position += 2;
      if (!reader.accept('NOWAIT') && reader.accept('WAIT')) reader.next();
    } else return;
  }
}

/** INTERSECT binds tighter than UNION, EXCEPT and MINUS, which go from left to right. */
function parseBody(reader: Reader): QueryBody {
  return parseSet(reader, ['UNION', 'EXCEPT', 'MINUS'], () =>
    parseSet(reader, ['INTERSECT'], () => parseOperand(reader)),
  );
}

function parseSet(reader: Reader, words: readonly string[], parseOne: () => QueryBody): QueryBody {
  const first = parseOne();
  if (!words.includes(reader.word())) return first;
  const set: SetOperation = { kind: 'set', operands: [first], operators: [], start: first.start, end: 0 };
  while (words.includes(reader.word())) {
    const operator = reader.next();
    const words = [operator.text];
    while (['ALL', 'DISTINCT', 'BY', 'NAME'].includes(reader.word())) words.push(reader.next().text);
    set.operators.push({ words: words.join(' '), start: operator.start, end: reader.end });
    set.operands.push(parseOne());
  }
  set.end = reader.end;
  return set;
}

function parseOperand(reader: Reader): QueryBody {
  const { start } = reader;
  if (reader.operator() === '(') {
    reader.next();
    const query = reader.nested(() => parseQuery(reader));
    reader.expectOperator(')', 'behind the query');
    return { kind: 'nested', query, start, end: reader.end };
  }
  if (reader.word() === 'VALUES') return parseValues(reader);
  if (reader.word() === 'SELECT') return parseSelect(reader);
  throw reader.problem('SELECT is expected');
}

function parseSelect(reader: Reader): Select {
  const { start } = reader.next();
  const select: Select = {
    kind: 'select',
    distinct: reader.accept('DISTINCT'),
    top: null,
    items: [],
    into: false,
    from: [],
    where: null,
    startWith: null,
    connectBy: null,
    groupBy: null,
    having: null,
    qualify: null,
    windows: [],
    start,
    end: 0,
  };
  if (!select.distinct && reader.word() === 'ALL' && reader.operator(1) !== '(') reader.next();
  if (reader.word() === 'TOP' && ['number', 'placeholder'].includes(reader.token(1)?.kind ?? '')) {
    reader.next();
    // Only a number: `top 2 * from t` is no multiplication.
    const { kind, text, start, end } = reader.next();
    select.top =
      kind === 'number'
        ? { kind: 'literal', type: 'number', value: text, start, end }
        : { kind: 'placeholder', name: text, start, end };
  }
  parseItems(reader, select);
  if (reader.accept('INTO')) {
    select.into = true;
    reader.list(() => {
      reader.acceptOperator(':');
      return reader.identifier('A variable');
    });
  }
  if (reader.accept('FROM')) select.from = parseFrom(reader);
  parseClauses(reader, select);
  select.end = reader.end;
  return select;
}

function parseItems(reader: Reader, select: Select): void {
  do {
    // Snowflake allows a comma behind the last column.
    if (select.items.length > 0 && (reader.word() === 'FROM' || reader.done || reader.operator() === ')'))
      return;
    select.items.push(parseItem(reader));
  } while (reader.acceptOperator(','));
}

export function parseItem(reader: Reader): SelectItem {
  const value = reader.grammar.expression(reader);
  let alias = null;
  if (reader.accept('AS')) alias = reader.identifier('A name behind AS');
  else if (value.kind !== 'star') {
    const token = reader.token();
    if (token?.kind === 'quoted' || (token?.kind === 'word' && !noColumnAlias.has(token.text))) {
      alias = reader.identifier('A name');
    }
  }
  return { kind: 'item', value, alias, start: value.start, end: reader.end };
}

function parseClauses(reader: Reader, select: Select): void {
  const expression = (): Expression => reader.grammar.expression(reader);
  for (;;) {
    if (reader.accept('WHERE')) select.where = expression();
    else if (reader.accept('START', 'WITH')) select.startWith = expression();
    else if (reader.accept('CONNECT', 'BY')) {
      reader.accept('NOCYCLE');
      select.connectBy = expression();
      // Conditions may be parted by commas here.
      while (reader.acceptOperator(',')) expression();
    } else if (reader.accept('GROUP', 'BY')) select.groupBy = parseGroupBy(reader);
    else if (reader.accept('HAVING')) select.having = expression();
    else if (reader.accept('QUALIFY')) select.qualify = expression();
    else if (reader.word() === 'WINDOW' && reader.word(2) === 'AS') {
      reader.next();
      select.windows = reader.list(() => {
        const name = reader.identifier('A window');
        reader.expect('AS', 'behind the name of the window');
        return { name, window: parseWindow(reader) };
      });
    } else return;
  }
}

function parseGroupBy(reader: Reader): GroupBy {
  const { start } = reader;
  if (reader.word() === 'ALL' && reader.operator(1) !== '(') {
    reader.next();
    return { kind: 'group', all: true, items: [], start, end: reader.end };
  }
  const items = reader.list(() => parseGrouping(reader));
  return { kind: 'group', all: false, items, start, end: reader.end };
}

function parseGrouping(reader: Reader): Expression | GroupingSets {
  const { start } = reader;
  const word = reader.word();
  const sets = word === 'GROUPING' && reader.word(1) === 'SETS';
  if (!sets && !((word === 'ROLLUP' || word === 'CUBE') && reader.operator(1) === '(')) {
    return reader.grammar.expression(reader);
  }
  reader.position += sets ? 2 : 1;
  reader.expectOperator('(', 'before the grouping sets');
  const items = reader.list(() => parseGrouping(reader));
  reader.expectOperator(')', 'behind the grouping sets');
  const type = sets ? 'GROUPING SETS' : word === 'CUBE' ? 'CUBE' : 'ROLLUP';
  return { kind: 'grouping', type, items, start, end: reader.end };
}
