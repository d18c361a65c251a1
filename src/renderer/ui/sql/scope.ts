import {
  type CteOutline,
  type OutlineItem,
  type OutlineTable,
  outlineOf,
  type QueryOutline,
  type SelectOutline,
} from './query-outline.ts';

export interface ScopeColumn {
  name: string;
  /** The warehouse's name of the type; empty where it is not known. */
  type: string;
  /** What it is of: the name of a table, CTE or alias. */
  of: string;
}

/** Something columns can be taken from at a place. */
export interface ScopeTable {
  kind: OutlineTable['kind'] | 'cte';
  /** As written, unquoted parts in upper case; empty for a query in parentheses. */
  name: string[];
  /** What its columns go by; empty where they go by nothing. */
  alias: string;
  /** Null where they are not known. */
  columns: ScopeColumn[] | null;
  /** Of a query around the one of the place. */
  outer: boolean;
  start: number;
  end: number;
}

export interface Scope {
  /** Nearest first. */
  tables: ScopeTable[];
  ctes: { name: string; columns: ScopeColumn[] | null; outline: CteOutline }[];
  /** Names given in the SELECT list, which Snowflake lets WHERE, GROUP BY and other items use. */
  items: string[];
  /** The clause of the place: `SELECT`, `FROM`, `WHERE`; empty before the first. */
  clause: string;
}

/** The columns of a table in the catalogue by its written name; undefined where there is none. */
export type LookUpTable = (name: string[]) => readonly { name: string; type: string }[] | undefined;

type Ctes = Map<string, { columns: ScopeColumn[] | null; outline: CteOutline }>;

/** Columns of Snowflake's table functions. */
const functionColumns: Record<string, string> = {
  FLATTEN: 'SEQ NUMBER,KEY VARCHAR,PATH VARCHAR,INDEX NUMBER,VALUE VARIANT,THIS VARIANT',
  SPLIT_TO_TABLE: 'SEQ NUMBER,INDEX NUMBER,VALUE VARCHAR',
  STRTOK_SPLIT_TO_TABLE: 'SEQ NUMBER,INDEX NUMBER,VALUE VARCHAR',
  GENERATOR: '',
};

/** What can be named at an offset of a statement, as far as can be told of a text that is being typed. */
export function scopeAt(statement: string, offset: number, lookUp: LookUpTable): Scope {
  return new ScopeFinder(offset, lookUp).find(outlineOf(statement), new Map(), []);
}

class ScopeFinder {
  readonly #offset: number;
  readonly #lookUp: LookUpTable;

  constructor(offset: number, lookUp: LookUpTable) {
    this.#offset = offset;
    this.#lookUp = lookUp;
  }

  find(query: QueryOutline, around: Ctes, outer: ScopeTable[]): Scope {
    const ctes: Ctes = new Map(around);
    for (const outline of query.ctes) {
      const columns = this.#named(this.#columnsOf(outline.query, ctes), outline.columns, outline.name);
      if (this.#isIn(outline.query)) {
        const seen = query.recursive || outline.query.selects.length > 1;
        return this.find(
          outline.query,
          seen ? new Map(ctes).set(outline.name, { columns, outline }) : ctes,
          outer,
        );
      }
      ctes.set(outline.name, { columns, outline });
    }
    const select = query.selects.findLast(({ start }) => start <= this.#offset) ?? query.selects[0];
    const own = select?.tables.map(table => this.#table(table, ctes)) ?? [];
    const tables = [...own, ...outer.map(table => ({ ...table, outer: true }))];
    for (const { query: inner, sees } of select?.inner ?? []) {
      if (this.#isIn(inner)) return this.find(inner, ctes, sees ? tables : outer);
    }
    return {
      tables,
      ctes: [...ctes].map(([name, cte]) => ({ name, ...cte })),
      items: (select?.items ?? []).flatMap(({ name, column, end }) =>
        name === null || name === '*' || column?.at(-1) === name || end >= this.#offset ? [] : [name],
      ),
      clause: select?.clauses.findLast(({ end }) => end < this.#offset)?.word ?? '',
    };
  }

  #isIn = ({ start, end }: QueryOutline) => start <= this.#offset && this.#offset <= end;

  #table(table: OutlineTable, ctes: Ctes): ScopeTable {
    const { name, alias, start, end } = table;
    const cte = table.kind === 'table' && name.length === 1 ? ctes.get(name[0] ?? '') : undefined;
    const of = alias || (name.at(-1) ?? '');
    const columns = table.query
      ? this.#columnsOf(table.query, ctes)
      : cte
        ? cte.columns
        : table.kind === 'function'
          ? ofFunction(name.at(-1) ?? '')
          : (this.#lookUp(name)?.map(column => ({ ...column, of })) ?? null);
    return {
      kind: cte ? 'cte' : table.kind,
      name,
      alias,
      columns: this.#named(columns, table.columns, of),
      outer: false,
      start,
      end,
    };
  }

  #named(columns: ScopeColumn[] | null, names: readonly string[], of: string): ScopeColumn[] | null {
    if (names.length > 0)
      return names.map((name, index) => ({ name, type: columns?.[index]?.type ?? '', of }));
    return columns?.map(column => ({ ...column, of })) ?? null;
  }

  /** What a query puts out; null where it is not known at all. */
  #columnsOf(query: QueryOutline, around: Ctes): ScopeColumn[] | null {
    const ctes: Ctes = new Map(around);
    for (const outline of query.ctes) {
      const columns = this.#named(this.#columnsOf(outline.query, ctes), outline.columns, outline.name);
      ctes.set(outline.name, { columns, outline });
    }
    const [select] = query.selects;
    if (!select) return null;
    const nested = select.items.length === 0 || select.tables.length > 0 ? undefined : select.inner[0];
    if (nested && !nested.sees && select.clauses.length === 0) return this.#columnsOf(nested.query, ctes);
    return this.#outputs(select, ctes);
  }

  #outputs(select: SelectOutline, ctes: Ctes): ScopeColumn[] | null {
    const tables = select.tables.map(table => this.#table(table, ctes));
    const found = select.items.flatMap((item): ScopeColumn[] => {
      if (item.column?.at(-1) === '*') return starOf(item, tables);
      if (item.name === null) return [];
      const source = item.column && resolve(item.column, tables);
      return [{ name: item.name, type: source?.type ?? '', of: '' }];
    });
    return found.length > 0 ? found : null;
  }
}

function starOf(item: OutlineItem, tables: readonly ScopeTable[]): ScopeColumn[] {
  const qualifier = item.column?.at(-2);
  return tables
    .filter(({ alias }) => qualifier === undefined || alias === qualifier)
    .flatMap(({ columns }) => columns ?? []);
}

/** The column a dotted name means among tables, nearest first. */
export function resolve(parts: readonly string[], tables: readonly ScopeTable[]): ScopeColumn | undefined {
  const name = parts.at(-1);
  const qualifier = parts.at(-2);
  for (const table of tables) {
    if (qualifier !== undefined && table.alias !== qualifier) continue;
    const column = table.columns?.find(candidate => candidate.name === name);
    if (column) return column;
  }
  return undefined;
}

function ofFunction(name: string): ScopeColumn[] | null {
  const columns = functionColumns[name];
  if (columns === undefined) return null;
  return columns
    .split(',')
    .filter(Boolean)
    .map(text => {
      const [column = '', type = ''] = text.split(' ');
      return { name: column, type, of: name };
    });
}
