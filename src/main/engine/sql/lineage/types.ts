import type { Expression, TypeName } from '../syntax/tree.ts';
import { walk } from '../syntax/walk.ts';
import { isNumber, type Relation as TypedRelation, type Scope, type SqlType } from '../translate/context.ts';
import { duckType } from '../translate/data-types.ts';
import { innerScope } from '../translate/scope.ts';
import type { Translator } from '../translate/translator.ts';
import { columnsOf, type Column, type Frame, isComplete } from './model.ts';

const names: Partial<Record<SqlType, string>> = {
  text: 'VARCHAR',
  integer: 'NUMBER',
  decimal: 'NUMBER',
  boolean: 'BOOLEAN',
  date: 'DATE',
  time: 'TIME',
  timestamp: 'TIMESTAMP_NTZ',
  binary: 'BINARY',
  variant: 'VARIANT',
  array: 'ARRAY',
  object: 'OBJECT',
};

const plain = new Set<Expression['kind']>(['column', 'literal', 'cast']);
/** Functions whose result is of the kind of number they are given. */
const sameNumber = new Set(
  'SUM FLOOR CEIL CEILING ROUND TRUNC TRUNCATE MOD ABS SIGN SQUARE DIV0 DIV0NULL ZEROIFNULL NULLIFZERO'.split(
    ' ',
  ),
);

/** Types as the rules for functions tell them; what they take for granted of the local engine is left unknown. */
export class Types {
  readonly #translator: Translator;
  readonly #scopes = new WeakMap<Frame, { scope: Scope; relations: number }>();

  constructor(translator: Translator) {
    this.#translator = translator;
  }

  of(node: Expression, frame: Frame): Pick<Column, 'type' | 'sqlType'> {
    const scope = this.#scopeOf(frame);
    return this.#translator.within(scope, () => {
      const sqlType = this.#translator.typeOf(node);
      const type = this.#nameOf(node, sqlType);
      // Which kind of number it is must not be concluded from further up either.
      return { type, sqlType: type === null && isNumber(sqlType) ? 'unknown' : sqlType };
    });
  }

  /** A column of the list has got its name. */
  entered(name: string, { sqlType }: Column, frame: Frame): void {
    this.#scopes.get(frame)?.scope.aliases.set(name, sqlType);
  }

  #nameOf(node: Expression, sqlType: SqlType): string | null {
    if (node.kind === 'cast') return this.#castType(node.type, sqlType);
    if (sqlType === 'float') return this.#isFloat(node) ? 'FLOAT' : null;
    const name = names[sqlType] ?? null;
    if (name === 'NUMBER') return this.#mayBeFloat(node) ? null : name;
    return node.kind === 'chain' && node.operands.some(operand => this.#isSpan(operand)) ? null : name;
  }

  /** Calculations with a FLOAT; what functions make of one can depend on more. */
  #isFloat(node: Expression): boolean {
    if (node.kind === 'literal') return true;
    const operands = node.kind === 'chain' ? node.operands : node.kind === 'unary' ? [node.value] : [];
    const types = operands.map(operand => this.#translator.typeOf(operand));
    const floats = operands.filter((_, index) => types[index] === 'float');
    return floats.length > 0 && types.every(isNumber) && floats.every(({ kind }) => plain.has(kind));
  }

  /** Whether it holds a function that gives the kind of number it is given, and that is not known to be a NUMBER. */
  #mayBeFloat(node: Expression): boolean {
    let found = false;
    walk(node, inner => {
      if (inner.kind === 'call' && sameNumber.has(inner.name.at(-1)?.name ?? '')) {
        const types = inner.args.map(({ value }) => this.#translator.typeOf(value));
        if (types.some(type => type !== 'integer' && type !== 'decimal')) found = true;
      }
      return !found && inner.kind !== 'subquery';
    });
    return found;
  }

  /** Adding an interval makes a DATE a timestamp, or does not. */
  #isSpan(node: Expression): boolean {
    return this.#translator.typeOf(node) === 'interval';
  }

  /** In Snowflake's own spelling of its many synonyms. */
  #castType(type: TypeName, sqlType: SqlType): string {
    const written = this.#translator.source(type).toUpperCase().replaceAll(/\s+/g, ' ');
    const word = sqlType === 'float' ? 'FLOAT' : names[sqlType];
    if (word === undefined) return written;
    const given = type.args.length > 0 && (word === 'VARCHAR' || word === 'NUMBER') ? type.args : [];
    return given.length === 0 ? word : `${word}(${given.join(',')})`;
  }

  #scopeOf(frame: Frame): Scope {
    let known = this.#scopes.get(frame);
    if (known === undefined || known.relations !== frame.relations.length) {
      const scope = innerScope(frame.outer === null ? null : this.#scopeOf(frame.outer));
      scope.relations = frame.relations.map(
        ({ parts, items }): TypedRelation => ({
          parts: [...parts],
          columns: isComplete(items)
            ? columnsOf(items).map(({ name, sqlType }) => ({ name, type: sqlType }))
            : null,
        }),
      );
      scope.parameters = frame.parameters;
      for (const [name, { sqlType }] of frame.aliases) scope.aliases.set(name, sqlType);
      known = { scope, relations: frame.relations.length };
      this.#scopes.set(frame, known);
    }
    return known.scope;
  }
}

/** A type in the words of a warehouse, as the rules for functions know it. */
export function sqlTypeOf(type: string): SqlType {
  const [, word = '', given] = /^([A-Z][A-Z_0-9 ]*?)\s*(?:\((.*)\))?$/i.exec(type.trim()) ?? [];
  const name = word.toUpperCase();
  if (name === 'HUGEINT' || name.startsWith('U')) return /INT/.test(name) ? 'integer' : 'unknown';
  if (name === 'BLOB') return 'binary';
  if (name === 'JSON') return 'variant';
  const args = (given ?? '').split(',').map(Number).filter(Number.isFinite);
  return duckType({ name, args, start: 0, end: 0 })?.type ?? 'unknown';
}
