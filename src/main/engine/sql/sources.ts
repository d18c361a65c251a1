import { sameEnd } from './qualifiers.ts';
import type { Identifier, Node, Query, QueryBody, Select, TableFactor, TableName } from './syntax/tree.ts';
import { canRecur, childrenOf } from './syntax/walk.ts';
import type { Span } from './tokens.ts';

/** A qualifier of a column that names a table: `flights` in `flights.date`. */
export interface Qualifier extends Span {
  parts: string[];
}

/** A table that is read: where it stands, and which columns are qualified by its own name. */
export interface TableUse {
  table: TableName;
  factor: TableFactor;
  parts: string[];
  qualifiers: Qualifier[];
}

interface Entry {
  /** What columns are qualified with: the alias, else the parts of the name. */
  parts: string[];
  use: TableUse | null;
}

interface Frame {
  entries: Entry[];
  outer: Frame | null;
}

/** Names of common table expressions in sight; the list is never changed, only extended by a new one. */
type Names = ReadonlySet<string>;

/** The tables and views a query reads, in the order of the text; names of WITH are none. */
export function tablesOf(query: Query): TableUse[] {
  const walker = new SourceWalker();
  walker.query(query, new Set(), null);
  return walker.uses.sort((a, b) => a.table.start - b.table.start);
}

/** The tables read by table factors and expressions outside of any query, as in `merge … using t on …`. */
export function tablesIn(nodes: readonly Node[]): TableUse[] {
  const walker = new SourceWalker();
  const frame: Frame = { entries: [], outer: null };
  for (const node of nodes) walker.node(node, new Set(), frame);
  return walker.uses.sort((a, b) => a.table.start - b.table.start);
}

class SourceWalker {
  readonly uses: TableUse[] = [];

  query(query: Query, names: Names, outer: Frame | null): void {
    const inSight = new Set(names);
    for (const cte of query.ctes) {
      const { name } = cte.name;
      const own = query.recursive || canRecur(cte.query.body) ? new Set([...inSight, name]) : inSight;
      this.query(cte.query, own, outer);
      inSight.add(name);
    }
    const frame = this.body(query.body, inSight, outer);
    for (const item of query.orderBy) this.node(item, inSight, frame);
    for (const count of [query.limit, query.offset]) if (count !== null) this.node(count, inSight, frame);
  }

  /** Returns the frame that ORDER BY behind the body sees. */
  body(body: QueryBody, names: Names, outer: Frame | null): Frame {
    const frame: Frame = { entries: [], outer };
    switch (body.kind) {
      case 'select':
        this.select(body, names, frame);
        break;
      case 'nested':
        this.query(body.query, names, outer);
        break;
      case 'set':
        for (const operand of body.operands) this.body(operand, names, outer);
        break;
      case 'values':
        for (const row of body.rows) this.node(row, names, frame);
    }
    return frame;
  }

  select(select: Select, names: Names, frame: Frame): void {
    for (const item of select.from) this.node(item, names, frame);
    for (const child of childrenOf(select)) if (child.kind !== 'from') this.node(child, names, frame);
  }

  node(node: Node, names: Names, frame: Frame): void {
    switch (node.kind) {
      case 'query':
        return this.query(node, names, frame);
      case 'factor':
        this.factor(node, names, frame);
        break;
      case 'column':
        if (node.parts.length > 1) this.qualifier(node.parts.slice(0, -1), frame);
        return;
      case 'star':
        if (node.qualifier.length > 0) this.qualifier(node.qualifier, frame);
        break;
    }
    for (const child of childrenOf(node)) this.node(child, names, frame);
  }

  factor(factor: TableFactor, names: Names, frame: Frame): void {
    const table = factor.factor.kind === 'table' ? factor.factor : null;
    const parts = (table?.name ?? []).map(part => part.name);
    const isName = parts.length === 1 && names.has(parts[0] ?? '');
    let use: TableUse | null = null;
    if (table?.name && !isName) {
      use = { table, factor, parts, qualifiers: [] };
      this.uses.push(use);
    }
    const alias = factor.alias?.name;
    if (alias !== undefined) frame.entries.push({ parts: [alias], use: null });
    else if (table !== null) frame.entries.push({ parts, use });
  }

  qualifier(written: Identifier[], frame: Frame): void {
    const [first] = written;
    const last = written.at(-1);
    if (first === undefined || last === undefined) return;
    const parts = written.map(part => part.name);
    for (let scope: Frame | null = frame; scope !== null; scope = scope.outer) {
      const entry = scope.entries.find(candidate => sameEnd(candidate.parts, parts));
      if (entry === undefined) continue;
      entry.use?.qualifiers.push({ parts, start: first.start, end: last.end });
      return;
    }
  }
}
