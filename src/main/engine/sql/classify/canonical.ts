import type {
  Expression,
  FromItem,
  Identifier,
  Node,
  Query,
  QueryBody,
  Select,
  TableFactor,
} from '../syntax/tree.ts';
import { childrenOf } from '../syntax/walk.ts';
import { sameEnd } from '../qualifiers.ts';
import { lex } from '../tokens.ts';
import {
  allColumns,
  type CanonicalColumn,
  type CanonicalQuery,
  canonical,
  column,
  type Frame,
  forms,
  hasAggregate,
  holdsNodes,
  nameOf,
  plain,
  type Relation,
  renameColumns,
  unimportant,
} from './forms.ts';

/**
 * Forms are interned: one that occurs in many places is written once and named by a number, so that a chain of WITH
 * does not double with every step. Queries are comparable when they share the table.
 */
export class Canonicalizer {
  readonly #ids = new Map<string, number>();
  readonly #rests = new WeakMap<CanonicalQuery, string>();
  /** Names of the queries of WITH, by their forms. */
  readonly #names = new Map<string, string>();
  #sql = '';

  /** The form of a query that stands in this text. */
  of(query: Query, sql: string): CanonicalQuery {
    this.#sql = sql;
    return this.query(query);
  }

  query(query: Query, outer: Frame | null = null): CanonicalQuery {
    const inSight = new Map(outer?.ctes);
    const own = new Map<string, CanonicalQuery>();
    for (const cte of query.ctes) {
      const { name } = cte.name;
      // Within itself a recursive one is known by nothing but its place.
      if (query.recursive || cte.query.body.kind === 'set') inSight.set(name, null);
      const canonical = this.query(cte.query, { relations: [], ctes: inSight, outer });
      const renamed = renameColumns(canonical, cte.columns);
      inSight.set(name, renamed);
      this.#names.set(this.#rest(renamed), name);
      own.set(name, renamed);
    }
    const frame: Frame = { relations: [], ctes: inSight, outer };
    const { canonical, select } = this.#body(query.body, frame);
    const items = canonical.columns.map(column => column.form);
    if (query.orderBy.length > 0 || query.orderByAll) {
      const keys = query.orderBy.map(item => {
        const key = this.#ordinal(item.value, items) ?? this.#form(item.value, select);
        return `${key} ${item.descending} ${item.nulls ?? ''}`;
      });
      canonical.parts.set('the order of the rows', this.#intern(keys.join(', ') || 'all'));
    }
    if (query.limit !== null || query.offset !== null) {
      const counts = [query.limit, query.offset].map(count =>
        count === null ? '' : this.#form(count, select),
      );
      canonical.parts.set('the number of rows kept', this.#intern(counts.join(' offset ')));
    }
    return { ...canonical, ctes: own };
  }

  #body(body: QueryBody, frame: Frame): { canonical: CanonicalQuery; select: Frame } {
    switch (body.kind) {
      case 'select': {
        const select: Frame = { relations: [], ctes: frame.ctes, outer: frame.outer };
        return { canonical: this.#select(body, select), select };
      }
      case 'nested':
        return { canonical: this.query(body.query, frame), select: frame };
      case 'values': {
        const rows = body.rows.map(row => row.items.map(item => this.#form(item, frame)).join(', '));
        const names = body.rows[0]?.items.map((_, index) => `COLUMN${index + 1}`) ?? [];
        const form = this.#intern(`values ${rows.join('; ')}`);
        const columns = names.map((name, index) => column(name, `${form}.${index}`));
        return { canonical: canonical(columns, new Map([['the rows of VALUES', form]])), select: frame };
      }
      case 'set':
        return { canonical: this.#set(body, frame), select: frame };
    }
  }

  #set(set: QueryBody & { kind: 'set' }, frame: Frame): CanonicalQuery {
    const operands = set.operands.map(operand => this.#body(operand, frame).canonical);
    const [first] = operands;
    const columns = (first?.columns ?? []).map(({ name }, index) =>
      column(
        name,
        this.#intern(`set ${operands.map(operand => operand.columns[index]?.form ?? '?').join(' | ')}`),
      ),
    );
    const operators = set.operators.map(({ words }) =>
      words.replace('MINUS', 'EXCEPT').replace(' DISTINCT', ''),
    );
    const parts = new Map<string, string>();
    parts.set(
      'the queries joined by UNION, INTERSECT or EXCEPT',
      this.#intern(`${operators.join(', ')}: ${operands.map(operand => this.#rest(operand)).join(' | ')}`),
    );
    // All but UNION ALL look at every column.
    if (operators.some(operator => !operator.startsWith('UNION ALL'))) {
      parts.set('the columns by which rows are told apart', this.#intern(forms(columns)));
    }
    return { ...canonical(columns, parts), complete: operands.every(operand => operand.complete) };
  }

  #select(select: Select, frame: Frame): CanonicalQuery {
    const tables = select.from.map(item => this.#from(item, frame)).join(', ');
    const columns: CanonicalColumn[] = [];
    let complete = true;
    for (const item of select.items) {
      if (item.value.kind !== 'star') {
        const form = this.#form(item.value, frame);
        const inner = item.value.kind === 'cast' ? this.#form(item.value.value, frame) : form;
        columns.push({ name: nameOf(item), form, uncast: inner });
        continue;
      }
      const expanded = this.#star(item.value, frame);
      if (expanded === null) complete = false;
      columns.push(...(expanded ?? [column('*', this.#form(item.value, frame))]));
    }
    const parts = new Map<string, string>();
    const set = (about: string, form: string): void => {
      if (form !== '') parts.set(about, this.#intern(form));
    };
    set('the tables and joins', tables);
    for (const [about, condition] of [
      ['the filter', select.where],
      ['the condition of HAVING', select.having],
      ['the condition of QUALIFY', select.qualify],
      ['the start of CONNECT BY', select.startWith],
      ['CONNECT BY', select.connectBy],
      ['the number of rows kept', select.top],
    ] as const) {
      if (condition !== null) set(about, this.#form(condition, frame));
    }
    set('the grouping', this.#grouping(select, columns, frame));
    set(
      'the windows',
      select.windows.map(({ name, window }) => `${name.name} ${this.#form(window, frame)}`).join(', '),
    );
    // Every column decides which rows are the same.
    if (select.distinct) set('DISTINCT', `by ${forms(columns)}`);
    return { ...canonical(columns, parts), complete, tables: this.#withNames(tables) };
  }

  /** Forms of queries of WITH back to their names. */
  #withNames(tables: string): string {
    return tables.replaceAll(/§\d+/g, form => this.#names.get(form) ?? form);
  }

  #grouping(select: Select, columns: readonly CanonicalColumn[], frame: Frame): string {
    const { groupBy } = select;
    if (groupBy === null) return select.items.some(item => hasAggregate(item.value)) ? 'all rows' : '';
    if (groupBy.all) {
      const plain = select.items
        .filter(item => !hasAggregate(item.value))
        .map(item => this.#form(item.value, frame));
      return `all ${plain.join(', ')}`;
    }
    const items = columns.map(({ form }) => form);
    return groupBy.items
      .map(item =>
        item.kind === 'grouping'
          ? this.#form(item, frame)
          : (this.#ordinal(item, items) ?? this.#form(item, frame)),
      )
      .join(', ');
  }

  /** `1` in GROUP BY and ORDER BY is the first column. */
  #ordinal(node: Expression, items: readonly string[]): string | undefined {
    if (node.kind !== 'literal' || node.type !== 'number') return undefined;
    return items[Number(node.value) - 1];
  }

  #from(item: FromItem, frame: Frame): string {
    const texts = [this.#factor(item.left, frame)];
    for (const join of item.joins) {
      const right = this.#factor(join.right, frame);
      const type = join.type.replace('INNER ', '').replace(' OUTER', '');
      const conditions = [join.match, join.on].map(node => (node === null ? '' : this.#form(node, frame)));
      const using = join.using.map(({ name }) => name).join(', ');
      // A natural join looks at all columns of both sides.
      const natural = type.includes('NATURAL')
        ? frame.relations.map(relation => allColumns(relation)).join(' ')
        : '';
      texts.push(`${type} ${right} ${conditions.join(' ')} ${using} ${natural}`);
    }
    return texts.join(' ');
  }

  #factor(node: TableFactor, frame: Frame): string {
    const { factor, alias } = node;
    let form: string;
    let columns: Map<string, string> | null = null;
    let names = alias === null ? [] : [alias.name];
    if (factor.kind === 'table') {
      const parts = (factor.name ?? []).map(part => part.name);
      const cte = parts.length === 1 ? frame.ctes.get(parts[0] ?? '') : undefined;
      if (alias === null) names = parts;
      if (cte === undefined) form = `table ${parts.join('.')}`;
      else if (cte === null) form = 'itself';
      else {
        form = this.#rest(cte);
        columns = cte.complete ? new Map(cte.columns.map(({ name, form }) => [name, form])) : null;
      }
    } else if (factor.kind === 'derived') {
      const inner = this.query(factor.query, frame);
      form = this.#rest(inner);
      columns = inner.complete ? new Map(inner.columns.map(({ name, form }) => [name, form])) : null;
    } else if (factor.kind === 'joined') {
      return `(${this.#from(factor.item, frame)})`;
    } else {
      form = this.#form(factor, frame);
      if (alias === null && factor.kind === 'function') names = [factor.call.name.at(-1)?.name ?? ''];
    }
    const relation: Relation = { names, columns };
    // A pivot groups by all columns that it does not name.
    const seen = node.clauses.length > 0 ? allColumns(relation) : '';
    for (const clause of node.clauses) form += ` ${this.#form(clause, frame)} ${seen}`;
    if (node.clauses.length > 0) relation.columns = null;
    if (node.columns.length > 0) {
      const given = [...(relation.columns?.values() ?? [])];
      relation.columns =
        relation.columns && new Map(node.columns.map(({ name }, index) => [name, given[index] ?? name]));
      form += ` (${node.columns.map(({ name }) => name).join(', ')})`;
    }
    frame.relations.push(relation);
    return node.sample === null ? form : `${form} ${this.#form(node.sample, frame)}`;
  }

  /** Columns a star stands for, where all are known. */
  #star(node: Expression & { kind: 'star' }, frame: Frame): CanonicalColumn[] | null {
    if (node.ilike !== null || node.replace.length > 0) return null;
    const qualifier = node.qualifier.map(({ name }) => name);
    const meant =
      qualifier.length === 0
        ? frame.relations
        : frame.relations.filter(({ names }) => sameEnd(names, qualifier));
    if (meant.length === 0 || meant.some(relation => relation.columns === null)) return null;
    const excluded = new Set(node.exclude.map(({ name }) => name));
    const renamed = new Map(node.rename.map(({ from, to }) => [from.name, to.name]));
    return meant
      .flatMap(relation => [...(relation.columns ?? [])])
      .filter(([name]) => !excluded.has(name))
      .map(([name, form]) => column(renamed.get(name) ?? name, form));
  }

  /** Everything of a query but its columns. */
  #rest(query: CanonicalQuery): string {
    let rest = this.#rests.get(query);
    if (rest === undefined) {
      const star = query.complete ? '' : ` ${forms(query.columns)}`;
      rest = this.#intern(`query ${[...query.parts].map(part => part.join(': ')).join('; ')}${star}`);
      this.#rests.set(query, rest);
    }
    return rest;
  }

  /** An expression or clause without layout, with its columns resolved. */
  #form(node: Node, frame: Frame): string {
    switch (node.kind) {
      case 'column':
        return this.#column(node.parts, frame);
      case 'parens':
        if (node.items.length === 1 && node.items[0] !== undefined) return this.#form(node.items[0], frame);
        break;
      case 'query': {
        const inner = this.query(node, frame);
        return this.#intern(`${this.#rest(inner)} ${forms(inner.columns)}`);
      }
      case 'star': {
        const { qualifier } = node;
        const all = frame.relations
          .filter(
            ({ names }) =>
              qualifier.length === 0 ||
              sameEnd(
                names,
                qualifier.map(({ name }) => name),
              ),
          )
          .map(relation => allColumns(relation));
        return this.#intern(`star ${this.#own(node)} of ${all.join(' ')}`);
      }
    }
    const inner = childrenOf(node).map(child => this.#form(child, frame));
    return this.#intern(`${node.kind} ${this.#own(node)} (${inner.join(', ')})`);
  }

  #column(parts: readonly Identifier[], frame: Frame): string {
    const name = parts.at(-1)?.name ?? '';
    const qualifier = parts.slice(0, -1).map(part => part.name);
    let depth = 0;
    for (let place: Frame | null = frame; place !== null; place = place.outer, depth++) {
      const index =
        qualifier.length > 0
          ? place.relations.findIndex(({ names }) => sameEnd(names, qualifier))
          : place.relations.findIndex(relation => relation.columns?.has(name));
      const only =
        qualifier.length === 0 && place.relations.length === 1 && place.relations[0]?.columns === null;
      const at = only ? 0 : index;
      if (at >= 0) return `^${depth}#${at}.${place.relations[at]?.columns?.get(name) ?? name}`;
    }
    return [...qualifier, name].join('.');
  }

  /** What a node has besides its children: names, operators, words. */
  #own(node: Node): string {
    switch (node.kind) {
      case 'path':
        return plain(node.steps.map(step => (typeof step === 'object' ? null : step)));
      case 'object':
        return plain(node.entries.map(({ key }) => key.value));
      case 'pivot':
        return plain([node.columns?.map(({ alias }) => alias?.name), node.defaultValue === null]);
      case 'unpivot':
        return plain(node);
      case 'match_recognize':
      case 'file':
      case 'stage':
        // Not read any further: compared by their words.
        return plain(lex(this.#sql.slice(node.start, node.end)).tokens.map(({ text }) => text));
    }
    const fields = Object.entries(node).flatMap(([key, value]): string[] => {
      if (unimportant.has(key)) return [];
      return typeof value === 'object' && value !== null && holdsNodes(value)
        ? []
        : [`${key}=${plain(value)}`];
    });
    return fields.join(' ').replaceAll('"!="', '"<>"');
  }

  #intern(form: string): string {
    let id = this.#ids.get(form);
    if (id === undefined) {
      id = this.#ids.size;
      this.#ids.set(form, id);
    }
    return `§${id}`;
  }
}
