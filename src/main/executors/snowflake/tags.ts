import { createHash } from 'node:crypto';
import type { QueryTag } from '../../engine/ports.ts';

/** The longest that Snowflake takes, in characters. */
const longestTag = 2_000;

/** Which statement of a script it is that is sent. */
export interface ScriptPart {
  /** Our own id of the script. */
  script: string;
  /** From 1. */
  statement: number;
  /** How many belong together in a transaction, BEGIN and COMMIT among them; 1 where there is none. */
  of: number;
}

/**
 * The tag of a statement: on whose behalf it runs, for people and for finding it again. JSON that stays JSON: names that are
 * too long are cut, never the text as a whole. Without a script, it is one that nobody looks for.
 */
export function queryTag(tag: QueryTag | undefined, part?: ScriptPart): string {
  const { workspace, job, run, attempt, step } = tag ?? { workspace: undefined };
  const fields: Record<string, string | number | undefined> = {
    app: 'slipway',
    workspace,
    job,
    run,
    attempt,
    step,
    script: part?.script,
    ...(part && part.of > 1 ? { statement: part.statement, of: part.of } : {}),
  };
  for (let longest = 500; ; longest = Math.floor(longest / 2)) {
    const text = JSON.stringify(fields, (_, value: unknown) =>
      typeof value === 'string' && value.length > longest ? `${value.slice(0, longest)}…` : value,
    );
    if (text.length <= longestTag) return text;
  }
}

/** What is in the tag of every statement of a script, and in no other. */
export function scriptMark(script: string): string {
  return `"script":${JSON.stringify(script)}`;
}

/** Which statement of its script a tag belongs to; null for tags of others. */
export function partOf(tag: string): ScriptPart | null {
  try {
    const fields = JSON.parse(tag) as Partial<Record<string, unknown>> | null;
    if (fields?.['app'] !== 'slipway' || typeof fields['script'] !== 'string') return null;
    const { script, statement, of } = fields;
    return {
      script,
      statement: typeof statement === 'number' ? statement : 1,
      of: typeof of === 'number' ? of : 1,
    };
  } catch {
    return null;
  }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * The request id of a statement, under which Snowflake takes it on once however often it arrives: our own id where it is
 * the only one of its script, else one made of it.
 */
export function requestIdOf({ script, statement, of }: ScriptPart): string {
  if (of === 1 && uuid.test(script)) return script.toLowerCase();
  const hex = createHash('sha256').update(`slipway ${script} ${statement}`).digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
