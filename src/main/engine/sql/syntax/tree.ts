/**
 * The tree of a Snowflake query. Every node knows its span (UTF-16 offsets, end exclusive), so that a text can be
 * changed in place: what no rule touches is copied as it was written.
 */
export interface Spanned {
  start: number;
  end: number;
}

/** A name as written: folded to upper case unless quoted. */
export interface Identifier extends Spanned {
  name: string;
  quoted: boolean;
}

export interface Literal extends Spanned {
  kind: 'literal';
  type: 'string' | 'number' | 'boolean' | 'null' | 'binary';
  /** The value of a string, the digits of a number or of `X'…'`, `TRUE`, `FALSE` or `NULL`. */
  value: string;
}

/** `{{ name }}`, `?` or `:name`: a value that is not known yet. */
export interface Unknown extends Spanned {
  kind: 'placeholder';
  name: string;
}

/** `$name`, a session variable. */
export interface Variable extends Spanned {
  kind: 'variable';
  name: string;
}

/** A column with its qualifiers; `$1` is a column named `$1`. */
export interface ColumnRef extends Spanned {
  kind: 'column';
  parts: Identifier[];
}

/** `*`, `t.*`, with what Snowflake allows behind it. */
export interface Star extends Spanned {
  kind: 'star';
  qualifier: Identifier[];
  ilike: Literal | null;
  exclude: Identifier[];
  replace: SelectItem[];
  rename: { from: Identifier; to: Identifier }[];
}

export interface Argument extends Spanned {
  kind: 'argument';
  /** `name => value`. */
  name: Identifier | null;
  value: Expression;
  /** `date_part(year from d)`. */
  from: Expression | null;
}

export interface Call extends Spanned {
  kind: 'call';
  /** With qualifiers: `db.schema.my_function`. The last part is the function. */
  name: Identifier[];
  args: Argument[];
  distinct: boolean;
  /** `array_agg(x order by y)` as other dialects write it. */
  orderBy: OrderItem[];
  withinGroup: OrderItem[];
  /** `filter (where …)`, as other dialects write it. */
  filter: Expression | null;
  nulls: 'ignore' | 'respect' | null;
  over: Window | null;
  /** Offset behind the closing parenthesis of the arguments. */
  argsEnd: number;
}

export interface Window extends Spanned {
  kind: 'window';
  /** `over w`, or the base of `over (w …)`. */
  name: Identifier | null;
  partitionBy: Expression[];
  orderBy: OrderItem[];
  /** `ROWS BETWEEN …` in upper case. */
  frame: (Spanned & { text: string }) | null;
}

/** A data type: `NUMBER(10, 2)` is name NUMBER with arguments 10 and 2. */
export interface TypeName extends Spanned {
  name: string;
  args: number[];
}

export interface Cast extends Spanned {
  kind: 'cast';
  value: Expression;
  type: TypeName;
  /** `try_cast`: NULL instead of an error. */
  try: boolean;
}

/** `v:a.b[0]`. */
export interface Path extends Spanned {
  kind: 'path';
  value: Expression;
  steps: (string | number | Expression)[];
}

/** `v[0]`, `v['a']`. */
export interface Subscript extends Spanned {
  kind: 'subscript';
  value: Expression;
  index: Expression;
}

export interface Case extends Spanned {
  kind: 'case';
  operand: Expression | null;
  branches: { when: Expression; then: Expression }[];
  otherwise: Expression | null;
}

/** Prefix operators: `-`, `+`, `~`, `NOT`, `PRIOR`, `CONNECT_BY_ROOT`. */
export interface Unary extends Spanned {
  kind: 'unary';
  operator: string;
  value: Expression;
}

/** Operands joined by operators of one precedence: flat, so that a thousand terms are no thousand levels. */
export interface Chain extends Spanned {
  kind: 'chain';
  operands: Expression[];
  operators: string[];
}

export interface Like extends Spanned {
  kind: 'like';
  operator: 'LIKE' | 'ILIKE' | 'RLIKE' | 'REGEXP';
  not: boolean;
  quantifier: 'ANY' | 'ALL' | null;
  value: Expression;
  patterns: Expression[];
  escape: Expression | null;
}

export interface In extends Spanned {
  kind: 'in';
  not: boolean;
  value: Expression;
  /** What stands in the parentheses; a subquery is one item. Without parentheses (`in x`) also one. */
  items: Expression[];
}

export interface Between extends Spanned {
  kind: 'between';
  not: boolean;
  value: Expression;
  low: Expression;
  high: Expression;
}

export interface Is extends Spanned {
  kind: 'is';
  not: boolean;
  value: Expression;
  /** `null`, `true`, `false`, `unknown`, or what the value is (not) distinct from. */
  what: 'null' | 'true' | 'false' | 'unknown' | Expression;
}

/** A query in parentheses, as a value or behind EXISTS, ANY, ALL. The span includes the parentheses. */
export interface Subquery extends Spanned {
  kind: 'subquery';
  prefix: 'EXISTS' | 'ANY' | 'ALL' | 'SOME' | null;
  query: Query;
}

/** Expressions in parentheses: one is grouping, several are a tuple. */
export interface Parens extends Spanned {
  kind: 'parens';
  items: Expression[];
}

/** `interval '1 day'`, `date '2001-01-01'`, `timestamp '…'`. */
export interface TypedLiteral extends Spanned {
  kind: 'typed';
  type: 'INTERVAL' | 'DATE' | 'TIME' | 'TIMESTAMP';
  value: Expression;
  /** `interval '1' day`. */
  unit: string | null;
}

export interface ArrayLiteral extends Spanned {
  kind: 'array';
  items: Expression[];
}

export interface ObjectLiteral extends Spanned {
  kind: 'object';
  /** `{*}` has a star and no entries. */
  star: Star | null;
  entries: { key: Literal; value: Expression }[];
}

export interface Lambda extends Spanned {
  kind: 'lambda';
  parameters: Identifier[];
  body: Expression;
}

/** `extract(year from d)`. */
export interface Extract extends Spanned {
  kind: 'extract';
  part: string;
  value: Expression;
}

/** `a collate 'en'`. */
export interface Collate extends Spanned {
  kind: 'collate';
  value: Expression;
  collation: Expression;
}

export type Expression =
  | Literal
  | Unknown
  | Variable
  | ColumnRef
  | Star
  | Call
  | Cast
  | Path
  | Subscript
  | Case
  | Unary
  | Chain
  | Like
  | In
  | Between
  | Is
  | Subquery
  | Parens
  | TypedLiteral
  | ArrayLiteral
  | ObjectLiteral
  | Lambda
  | Extract
  | Collate;

export interface OrderItem extends Spanned {
  kind: 'order';
  value: Expression;
  descending: boolean;
  nulls: 'FIRST' | 'LAST' | null;
}

export interface SelectItem extends Spanned {
  kind: 'item';
  value: Expression;
  alias: Identifier | null;
}

export interface Cte extends Spanned {
  kind: 'cte';
  name: Identifier;
  columns: Identifier[];
  query: Query;
}

/** `group by`: plain expressions, ALL, or ROLLUP, CUBE, GROUPING SETS with their sets. */
export interface GroupBy extends Spanned {
  kind: 'group';
  all: boolean;
  items: (Expression | GroupingSets)[];
}

export interface GroupingSets extends Spanned {
  kind: 'grouping';
  type: 'ROLLUP' | 'CUBE' | 'GROUPING SETS';
  items: (Expression | GroupingSets)[];
}

export interface Select extends Spanned {
  kind: 'select';
  distinct: boolean;
  top: Expression | null;
  items: SelectItem[];
  /** `into :variable` makes a select no read. */
  into: boolean;
  from: FromItem[];
  where: Expression | null;
  startWith: Expression | null;
  connectBy: Expression | null;
  groupBy: GroupBy | null;
  having: Expression | null;
  qualify: Expression | null;
  windows: { name: Identifier; window: Window }[];
}

export interface Values extends Spanned {
  kind: 'values';
  rows: Parens[];
}

/** A query in parentheses as an operand. */
export interface Nested extends Spanned {
  kind: 'nested';
  query: Query;
}

export interface SetOperation extends Spanned {
  kind: 'set';
  operands: QueryBody[];
  /** `UNION`, `UNION ALL`, `UNION BY NAME`, `EXCEPT`, `MINUS`, `INTERSECT`, …, in the words of the text. */
  operators: (Spanned & { words: string })[];
}

export type QueryBody = Select | Values | Nested | SetOperation;

export interface Query extends Spanned {
  kind: 'query';
  recursive: boolean;
  ctes: Cte[];
  body: QueryBody;
  orderBy: OrderItem[];
  orderByAll: boolean;
  limit: Expression | null;
  offset: Expression | null;
  /** Where ORDER BY or LIMIT begins; the end of the query when there is neither. */
  tailStart: number;
}

export interface TableName extends Spanned {
  kind: 'table';
  /** Null where a name is computed, as in `identifier($t)`. */
  name: Identifier[] | null;
}

export interface DerivedTable extends Spanned {
  kind: 'derived';
  lateral: boolean;
  query: Query;
}

export interface TableFunction extends Spanned {
  kind: 'function';
  lateral: boolean;
  /** `table(…)` stands around the call. */
  wrapped: boolean;
  call: Call;
}

export interface Stage extends Spanned {
  kind: 'stage';
}

/** `(a join b on …)`. */
export interface NestedJoin extends Spanned {
  kind: 'joined';
  item: FromItem;
}

export type Factor = TableName | DerivedTable | TableFunction | Stage | NestedJoin;

export interface PivotColumn extends Spanned {
  value: Expression;
  alias: Identifier | null;
}

export interface Pivot extends Spanned {
  kind: 'pivot';
  aggregates: SelectItem[];
  column: ColumnRef;
  /** Values of the column; null for ANY or a subquery, known only when it runs. */
  columns: PivotColumn[] | null;
  /** `any order by …` and the query of `in (select …)`. */
  query: Query | null;
  defaultValue: Expression | null;
}

export interface Unpivot extends Spanned {
  kind: 'unpivot';
  includeNulls: boolean;
  value: Identifier;
  label: Identifier;
  columns: { column: Identifier; alias: Identifier | Literal | null }[];
}

/** What may stand behind a table; `time` is AT and BEFORE. */
export interface Clause extends Spanned {
  kind: 'time' | 'changes' | 'match_recognize' | 'file';
  /** Queries and values within, as far as they can refer to tables. */
  expressions: Expression[];
}

export interface Sample extends Spanned {
  kind: 'sample';
  method: 'BERNOULLI' | 'SYSTEM';
  size: Expression;
  rows: boolean;
  seed: Expression | null;
}

export interface TableFactor extends Spanned {
  kind: 'factor';
  factor: Factor;
  clauses: (Clause | Pivot | Unpivot)[];
  alias: Identifier | null;
  columns: Identifier[];
  /** Where an alias would have to be written. */
  aliasAt: number;
  sample: Sample | null;
}

export interface Join extends Spanned {
  kind: 'join';
  /** `JOIN`, `LEFT OUTER JOIN`, `ASOF JOIN`, …, in upper case. */
  type: string;
  right: TableFactor;
  match: Expression | null;
  on: Expression | null;
  using: Identifier[];
}

/** One element of the FROM list: a table and what is joined to it. */
export interface FromItem extends Spanned {
  kind: 'from';
  left: TableFactor;
  joins: Join[];
}

export type Node =
  | Expression
  | Argument
  | Window
  | OrderItem
  | SelectItem
  | Cte
  | GroupBy
  | GroupingSets
  | Query
  | QueryBody
  | Factor
  | Pivot
  | Unpivot
  | Clause
  | Sample
  | TableFactor
  | Join
  | FromItem;
