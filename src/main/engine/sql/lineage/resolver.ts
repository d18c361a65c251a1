import { Positions } from '../positions.ts';
import type {
  Cte as CteNode,
  Expression,
  Query,
  QueryBody,
  Select,
  SelectItem,
  Values,
} from '../syntax/tree.ts';
import { walk } from '../syntax/walk.ts';
import type { Lexed, Span } from '../tokens.ts';
import { Translator } from '../translate/translator.ts';
import type { KnownTable } from '../types.ts';
import { expressionColumn, itemColumn } from './expressions.ts';
import {
  type Column,
  columnsOf,
  type Doubt,
  type Frame,
  frameOf,
  type Item,
  type Names,
  openTable,
  originOf,
  type Resolving,
} from './model.ts';
import { renamedItems } from './open.ts';
import { enterFrom } from './relations.ts';
import { merge, setItems } from './sets.ts';
import { starItems } from './stars.ts';
import { sqlTypeOf, Types } from './types.ts';

/** What CONNECT BY tells of each row. */
const hierarchyColumns = ['LEVEL', 'CONNECT_BY_ISLEAF', 'CONNECT_BY_ISCYCLE'];

/** Passes over queries that refer to themselves, in a whole text: each of them settles in two or three. */
const maxPasses = 200;

/**
 * Finds out, for one text, which columns its queries have and where they come from. What only a table's owner knows
 * stays open (`Open`), and what the text does not decide is told (`Doubt`): nothing is guessed without saying so.
 */
export class Resolver implements Resolving {
  readonly #tables: ReadonlyMap<string, KnownTable>;
  readonly #known = new Map<string, readonly Column[]>();
  readonly #doubts = new Map<string, Doubt>();
  readonly #translator: Translator;
  readonly #types: Types;
  readonly #asked = new Map<string, string[]>();
  #passes = 0;

  constructor(sql: string, { comments }: Pick<Lexed, 'comments'>, tables: readonly KnownTable[]) {
    this.#translator = new Translator(sql, comments, new Positions(''));
    this.#types = new Types(this.#translator);
    this.#tables = new Map(tables.map(table => [JSON.stringify(table.written), table]));
  }

  known(table: readonly string[]): readonly Column[] | undefined {
    const key = JSON.stringify(table);
    this.#asked.set(key, [...table]);
    const found = this.#known.get(key);
    if (found !== undefined) return found;
    const given = this.#tables.get(key);
    if (given === undefined) return undefined;
    const columns = given.columns.map(
      ({ name, type }): Column => ({
        kind: 'identity',
        name,
        type,
        sqlType: sqlTypeOf(type),
        origins: originOf(table, name),
        doubts: new Set(),
      }),
    );
    this.#known.set(key, columns);
    return columns;
  }

  /** The tables that were met so far. */
  get tables(): string[][] {
    return [...this.#asked.values()];
  }

  doubt(message: string, { start, end }: Span): Doubt {
    const key = `${start} ${message}`;
    let doubt = this.#doubts.get(key);
    if (doubt === undefined) {
      doubt = { message, start, end };
      this.#doubts.set(key, doubt);
    }
    return doubt;
  }

  column(node: Expression, frame: Frame): Column {
    return expressionColumn(node, frame, this);
  }

  typeOf(node: Expression, frame: Frame): Pick<Column, 'type' | 'sqlType'> {
    return this.#types.of(node, frame);
  }

  source(place: Span): string {
    return this.#translator.source(place);
  }

  query(query: Query, names: Names | null, outer: Frame | null): readonly Item[] {
    return this.#body(query.body, this.namesOf(query, names, outer), outer);
  }

  inside(query: Query, names: Names | null, outer: Frame | null): Frame {
    const frame = frameOf(this.namesOf(query, names, outer), outer);
    if (query.body.kind === 'select') this.select(query.body, frame);
    return frame;
  }

  /** The names of a query's WITH, before those in sight. */
  namesOf(query: Query, names: Names | null, outer: Frame | null): Names | null {
    if (query.ctes.length === 0) return names;
    const inSight: Names = { own: new Map(), outer: names };
    for (const cte of query.ctes) this.enterCte(cte, query.recursive, inSight, outer);
    return inSight;
  }

  /** Enters a name of WITH, which sees those before it, and itself where it can be recursive. */
  enterCte(cte: CteNode, recursive: boolean, names: Names, outer: Frame | null): void {
    const { name } = cte.name;
    const given = cte.columns.map(column => column.name);
    const { start, end } = cte.name;
    const enter = (items: readonly Item[]): void => {
      names.own.set(name, { name, items, start, end });
    };
    const { body } = cte.query;
    if (!(recursive || body.kind === 'set') || !refersTo(cte.query, name)) {
      enter(renamedItems(this.query(cte.query, names, outer), given));
      return;
    }
    const [anchor] = body.kind === 'set' ? body.operands : [];
    const doubt = this.doubt(`${name} is read within itself`, cte.name);
    const first =
      anchor === undefined || refersTo(anchor, name)
        ? [openTable(null, name, doubt)]
        : this.query({ ...cte.query, body: anchor }, names, outer);
    let items = renamedItems(first, given);
    for (let size = -1; size !== sizeOf(items) && this.#passes < maxPasses; this.#passes++) {
      size = sizeOf(items);
      enter(items);
      items = renamedItems(this.query(cte.query, names, outer), given);
    }
    enter(items);
  }

  /** Enters a select's tables into a frame, and the columns of its list; these are the result. */
  select(select: Select, frame: Frame): readonly Item[] {
    frame.windows = new Map(select.windows.map(({ name, window }) => [name.name, window]));
    if (select.connectBy !== null) frame.parameters = new Set([...frame.parameters, ...hierarchyColumns]);
    for (const item of select.from) enterFrom(item, frame, this);
    return this.list(select.items, frame);
  }

  /** The columns of a list, each seen by those behind it. */
  list(list: readonly SelectItem[], frame: Frame): readonly Item[] {
    const items: Item[] = [];
    for (const item of list) {
      if (item.value.kind === 'star') {
        for (const each of starItems(item.value, frame, this)) items.push(each);
        continue;
      }
      const column = itemColumn(item, frame, this);
      items.push(column);
      if (item.alias === null || frame.aliases.has(column.name)) continue;
      frame.aliases.set(column.name, column);
      this.#types.entered(column.name, column, frame);
    }
    return items;
  }

  #body(body: QueryBody, names: Names | null, outer: Frame | null): readonly Item[] {
    switch (body.kind) {
      case 'select':
        return this.select(body, frameOf(names, outer));
      case 'nested':
        return this.query(body.query, names, outer);
      case 'values':
        return this.#values(body, frameOf(names, outer));
      case 'set': {
        const operands = body.operands.map(operand => this.#body(operand, names, outer));
        return setItems(body, operands, this);
      }
    }
  }

  /** Snowflake names the columns of VALUES COLUMN1, COLUMN2 and so on. */
  #values({ rows }: Values, frame: Frame): readonly Item[] {
    const columns: Column[] = [];
    for (const row of rows) {
      row.items.forEach((item, index) => {
        const column = expressionColumn(item, frame, this);
        const above = columns[index];
        columns[index] =
          above === undefined ? { ...column, name: `COLUMN${index + 1}` } : merge(above, column);
      });
    }
    return columns;
  }
}

function refersTo(node: Query | QueryBody, name: string): boolean {
  let found = false;
  walk(node, inner => {
    if (inner.kind === 'table' && inner.name?.length === 1 && inner.name[0]?.name === name) found = true;
    return !found;
  });
  return found;
}

/** Grows until nothing new is found. */
function sizeOf(items: readonly Item[]): number {
  return columnsOf(items).reduce(
    (size, column) => size + 1 + column.origins.size + column.doubts.size,
    items.length,
  );
}
