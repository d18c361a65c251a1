import type { Expression } from '../syntax/tree.ts';
import type { Relation as TypedRelation, Scope, SqlType } from '../translate/context.ts';
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

/** Types as the rules for functions tell them; what they take for granted of the local engine is left unknown. */
export class Types {
  readonly #translator: Translator;
  readonly #scopes = new WeakMap<Frame, { scope: Scope; relations: number }>();

  constructor(translator: Translator) {
    this.#translator = translator;
  }

  of(node: Expression, frame: Frame): Pick<Column, 'type' | 'sqlType'> {
    const scope = this.#scopeOf(frame);
    const sqlType = this.#translator.within(scope, () => this.#translator.typeOf(node));
    if (node.kind === 'cast') return { type: this.#written(node.type), sqlType };
    // Which of the two FLOAT and NUMBER a function gives can depend on what it is given.
    if (sqlType === 'float' && node.kind === 'literal') return { type: 'FLOAT', sqlType };
    return { type: names[sqlType] ?? null, sqlType };
  }

  /** As the text has it, in one spelling. */
  #written({ start, end }: { start: number; end: number }): string {
    return this.#translator
      .source({ start, end })
      .toUpperCase()
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/\s*([(),])\s*/g, '$1');
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
      known = { scope, relations: frame.relations.length };
      this.#scopes.set(frame, known);
    }
    const { scope } = known;
    if (scope.aliases.size !== frame.aliases.size) {
      for (const [name, { sqlType }] of frame.aliases) scope.aliases.set(name, sqlType);
    }
    return scope;
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
