import { parseNameParts, quoteName } from '../../shared/domain/relation.ts';

export interface MappingRule {
  from: string;
  to: string;
  of: 'job' | 'environment';
}

interface Rules {
  environment: Record<string, string>;
  job: Record<string, string>;
}

const keyOf = (parts: readonly string[]) => parts.map(quoteName).join('.');

/**
 * The rule by which a source was mapped: exact names before schemas before databases, and of the same name the job's
 * before the environment's. Null when no rule speaks of it. The same order as `mapRelation`.
 */
export function ruleOf(written: string, rules: Rules): MappingRule | null {
  const parts = parseNameParts(written);
  if (!parts) return null;
  for (let length = parts.length; length > 0; length--) {
    const wanted = keyOf(parts.slice(0, length));
    for (const of of ['job', 'environment'] as const) {
      const found = Object.entries(rules[of]).find(([from]) => keyOf(parseNameParts(from) ?? []) === wanted);
      if (found) return { from: found[0], to: found[1], of };
    }
  }
  return null;
}
