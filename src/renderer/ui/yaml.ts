/** What a definition is made of. */
export type YamlValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly YamlValue[]
  | { readonly [key: string]: YamlValue };

/** A definition as a YAML file a person could have written: block style, quotes only where they are needed. */
export function yamlText(value: { readonly [key: string]: YamlValue }): string {
  return `${block(value, 0).join('\n')}\n`;
}

function block(value: { readonly [key: string]: YamlValue }, depth: number): string[] {
  const indent = '  '.repeat(depth);
  return Object.entries(value).flatMap(([key, field]) => {
    if (field === undefined) return [];
    const head = `${indent}${scalar(key)}:`;
    if (isList(field)) {
      return field.length === 0 ? [`${head} []`] : [head, ...listLines(field, depth + 1)];
    }
    if (typeof field !== 'object' || field === null) return [...textLines(head, field, depth + 1)];
    const inner = block(field, depth + 1);
    return inner.length === 0 ? [`${head} {}`] : [head, ...inner];
  });
}

function listLines(items: readonly YamlValue[], depth: number): string[] {
  const indent = '  '.repeat(depth);
  return items.flatMap(item => {
    if (isList(item)) return [`${indent}- ${JSON.stringify(item)}`];
    if (typeof item === 'object' && item !== null) {
      const [first = '{}', ...rest] = block(item, depth + 1);
      return [`${indent}- ${first.trimStart()}`, ...rest];
    }
    return textLines(`${indent}-`, item ?? null, depth + 1);
  });
}

/** Texts of several lines become a literal block where they are the same again when they are read. */
function textLines(head: string, value: string | number | boolean | null, depth: number): string[] {
  const literal =
    typeof value === 'string' && /^[^\s].*\n/.test(value) && !/\n\n$|[ \t]\n|[^\x20-\x7e\n]/.test(value);
  if (!literal) return [`${head} ${scalar(value)}`];
  const ends = value.endsWith('\n');
  const lines = (ends ? value.slice(0, -1) : value).split('\n');
  return [
    `${head} |${ends ? '' : '-'}`,
    ...lines.map(line => (line === '' ? '' : '  '.repeat(depth) + line)),
  ];
}

/** Words that YAML takes for something else than text, in one version of it or another. */
const meaningful = /^(null|true|false|yes|no|on|off|y|n|~)$/i;

function scalar(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return String(value);
  const isText = /^[A-Za-z_/][\w ./@$+-]*$/.test(value) && !meaningful.test(value) && value === value.trim();
  const isDuration = /^\d+(ms|s|m|h|d|w)$/.test(value);
  return isText || isDuration ? value : JSON.stringify(value);
}

function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}
