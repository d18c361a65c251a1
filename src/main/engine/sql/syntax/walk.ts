import type { GroupingSets, Node, Query, QueryBody, Select, TableFactor } from './tree.ts';

/** The parts of a node that are nodes themselves, in the order of the text. */
export function childrenOf(node: Node): Node[] {
  switch (node.kind) {
    case 'literal':
    case 'placeholder':
    case 'variable':
    case 'column':
    case 'table':
    case 'stage':
    case 'unpivot':
      return [];
    case 'star':
      return node.replace;
    case 'argument':
      return present(node.value, node.from);
    case 'call':
      return present<Node>(...node.args, ...node.orderBy, ...node.withinGroup, node.filter, node.over);
    case 'window':
      return [...node.partitionBy, ...node.orderBy];
    case 'cast':
    case 'unary':
    case 'typed':
    case 'extract':
    case 'order':
    case 'item':
      return [node.value];
    case 'path':
      return [node.value, ...node.steps.filter(step => typeof step === 'object')];
    case 'subscript':
      return [node.value, node.index];
    case 'case':
      return present(
        node.operand,
        ...node.branches.flatMap(({ when, then }) => [when, then]),
        node.otherwise,
      );
    case 'chain':
      return node.operands;
    case 'like':
      return present(node.value, ...node.patterns, node.escape);
    case 'in':
      return [node.value, ...node.items];
    case 'between':
      return [node.value, node.low, node.high];
    case 'is':
      return typeof node.what === 'string' ? [node.value] : [node.value, node.what];
    case 'subquery':
    case 'cte':
    case 'nested':
    case 'derived':
      return [node.query];
    case 'parens':
    case 'array':
    case 'group':
    case 'grouping':
      return node.items;
    case 'object':
      return present(node.star, ...node.entries.map(({ value }) => value));
    case 'lambda':
      return [node.body];
    case 'collate':
      return [node.value, node.collation];
    case 'query':
      return childrenOfQuery(node);
    case 'select':
      return childrenOfSelect(node);
    case 'values':
      return node.rows;
    case 'set':
      return node.operands;
    case 'function':
      return [node.call];
    case 'joined':
      return [node.item];
    case 'pivot':
      return present<Node>(
        ...node.aggregates,
        node.column,
        ...(node.columns ?? []).map(({ value }) => value),
        node.query,
        node.defaultValue,
      );
    case 'time':
    case 'changes':
    case 'match_recognize':
    case 'file':
      return node.expressions;
    case 'sample':
      return present(node.size, node.seed);
    case 'factor':
      return childrenOfFactor(node);
    case 'join':
      return present<Node>(node.right, node.match, node.on);
    case 'from':
      return [node.left, ...node.joins];
  }
}

function childrenOfQuery(node: Query): Node[] {
  // OFFSET may stand before LIMIT.
  const tail = present<Node>(node.limit, node.offset).sort((a, b) => a.start - b.start);
  return [...node.ctes, node.body, ...node.orderBy, ...tail];
}

function childrenOfSelect(node: Select): Node[] {
  const clauses = present<Node>(
    node.where,
    node.startWith,
    node.connectBy,
    node.groupBy,
    node.having,
    node.qualify,
    ...node.windows.map(({ window }) => window),
  ).sort((a, b) => a.start - b.start);
  return [...present<Node>(node.top), ...node.items, ...node.from, ...clauses];
}

function childrenOfFactor(node: TableFactor): Node[] {
  return present<Node>(node.factor, ...node.clauses, node.sample).sort((a, b) => a.start - b.start);
}

function present<T extends object>(...nodes: (T | null)[]): T[] {
  return nodes.filter(node => node !== null);
}

/** Calls `visit` for a node and all below it, until it says false for what not to go into. */
export function walk(node: Node | GroupingSets, visit: (node: Node) => boolean): void {
  if (!visit(node)) return;
  for (const child of childrenOf(node)) walk(child, visit);
}

/** Snowflake lets RECURSIVE out; a query of WITH that can refer to itself is a UNION ALL. */
export function canRecur(body: QueryBody): boolean {
  return body.kind === 'set' && body.operators.some(({ words }) => words.startsWith('UNION ALL'));
}
