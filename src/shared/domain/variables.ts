/** Types that a variable can be declared with; in SQL a value is written as its type demands. */
export const variableTypes = ['text', 'number', 'boolean', 'date', 'timestamp'] as const;
export type VariableType = (typeof variableTypes)[number];

export type Scalar = string | number | boolean | null;
export type PlainValue = Scalar | Scalar[];
/** A value with a type that whoever sets the variable anew has to keep to. */
export interface TypedValue {
  type: VariableType;
  value: PlainValue;
}
export type VariableValue = PlainValue | TypedValue;
export type VariableSet = Record<string, VariableValue>;

/** Where a value comes from: each goes before those it follows here. */
export const variableLayers = ['workspace', 'environment', 'job', 'run'] as const;
export type VariableLayer = (typeof variableLayers)[number];

/** What tells a text of its own accord which rows it is asked for. In incremental jobs they go before variables of the same name. */
export const ownVariables = ['start_ts', 'end_ts', 'is_incremental'] as const;

/** A variable as a run has it. */
export interface ResolvedVariable {
  name: string;
  value: PlainValue;
  type: VariableType | 'null' | 'list';
  /** The type was declared, not only told from the value. */
  declared: boolean;
  layer: VariableLayer;
  /** Values it goes before, the nearest first. */
  overrides: { layer: VariableLayer; value: PlainValue }[];
}

export function isTyped(value: VariableValue): value is TypedValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value without its type. */
export function plainOf(value: VariableValue): PlainValue {
  return isTyped(value) ? value.value : value;
}

/** `"US"`, `5`, `"2026-01-01" (date)`. */
export function variableText(value: VariableValue): string {
  return isTyped(value) ? `${JSON.stringify(value.value)} (${value.type})` : JSON.stringify(value);
}

export const layerWords: Record<VariableLayer, string> = {
  workspace: 'the workspace',
  environment: 'the environment',
  job: 'the job',
  run: 'this run',
};

const dateRule = 'a date as in 2026-03-01';
const timestampRule = 'a time as in 2026-03-01 06:30:00, without a zone';
const typeRules: Record<VariableType, string> = {
  text: 'a text',
  number: 'a number',
  boolean: 'true or false',
  date: dateRule,
  timestamp: timestampRule,
};

/** Why a value does not fit a type, as the rest of a sentence; null when it does. Null fits every type, a list by its items. */
export function misfit(type: VariableType, value: PlainValue): string | null {
  const wrong = (Array.isArray(value) ? value : [value]).find(item => item !== null && !fits(type, item));
  if (wrong === undefined) return null;
  return `must be ${typeRules[type]}; ${JSON.stringify(wrong)} is not`;
}

function fits(type: VariableType, value: Exclude<Scalar, null>): boolean {
  switch (type) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'date':
      return typeof value === 'string' && isDate(value);
    case 'timestamp': {
      const [, date, time] =
        typeof value === 'string' ? (/^(\d{4}-\d{2}-\d{2})(?:[ T](.+))?$/.exec(value) ?? []) : [];
      return (
        date !== undefined &&
        isDate(date) &&
        (time === undefined || /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?$/.test(time))
      );
    }
  }
}

function isDate(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined || year === 0) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= days;
}

/**
 * The variables of layers, the first one going before none: values with the types they were declared with, and where each comes
 * from. A type that is declared holds for all layers above; what does not keep to it is among the problems, with its layer.
 */
export function resolveLayers(layers: readonly { layer: VariableLayer; variables: VariableSet }[]): {
  variables: VariableSet;
  resolved: ResolvedVariable[];
  problems: { layer: VariableLayer; name: string; message: string }[];
} {
  const found = new Map<string, ResolvedVariable>();
  const declaredBy = new Map<string, VariableLayer>();
  const problems: { layer: VariableLayer; name: string; message: string }[] = [];
  for (const { layer, variables } of layers) {
    for (const [name, given] of Object.entries(variables)) {
      const before = found.get(name);
      const own = isTyped(given) ? given.type : null;
      const declared = before?.declared === true ? (before.type as VariableType) : own;
      const value = plainOf(given);
      if (own !== null && declared === own && !declaredBy.has(name)) declaredBy.set(name, layer);
      const by = layerWords[declaredBy.get(name) ?? layer];
      const wrong =
        own !== null && declared !== null && own !== declared
          ? `is declared as ${declared} by ${by}, and cannot be ${own}`
          : declared === null
            ? null
            : misfit(declared, value);
      if (wrong !== null) problems.push({ layer, name, message: wrong });
      found.set(name, {
        name,
        value,
        type: declared ?? impliedType(value),
        declared: declared !== null,
        layer,
        overrides: before ? [{ layer: before.layer, value: before.value }, ...before.overrides] : [],
      });
    }
  }
  const resolved = [...found.values()];
  return {
    variables: Object.fromEntries(resolved.map(each => [each.name, valueOf(each)])),
    resolved: resolved.sort((a, b) => (a.name < b.name ? -1 : 1)),
    problems,
  };
}

function valueOf({ type, declared, value }: ResolvedVariable): VariableValue {
  return declared ? { type: type as VariableType, value } : value;
}

export function impliedType(value: PlainValue): ResolvedVariable['type'] {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  return typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'boolean';
}

/** A value as SQL: `'it''s'`, `12.5`, `TRUE`, `NULL`, `CAST('2026-03-01' AS DATE)`; lists with commas. */
export function variableLiteral(value: VariableValue): string {
  if (!isTyped(value)) return Array.isArray(value) ? value.map(literal).join(', ') : literal(value);
  const cast = (item: Scalar) => {
    if (item === null || (value.type !== 'date' && value.type !== 'timestamp')) return literal(item);
    // Not TIMESTAMP alone: what that is, is set by the session.
    return `CAST(${literal(item)} AS ${value.type === 'date' ? 'DATE' : 'TIMESTAMP_NTZ'})`;
  };
  return Array.isArray(value.value) ? value.value.map(cast).join(', ') : cast(value.value);
}

function literal(value: Scalar): string {
  if (value === null) return 'NULL';
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number') return numberLiteral(value);
  // A backslash escapes in Snowflake's strings.
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

/** Negative numbers in parentheses: `a -{{ x }}` must not become a comment. */
function numberLiteral(value: number): string {
  if (!Number.isFinite(value)) return 'NULL';
  const digits = value.toString();
  return value < 0 || Object.is(value, -0) ? `(${digits})` : digits;
}
