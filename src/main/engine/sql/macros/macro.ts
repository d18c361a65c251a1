/** Where the macros are: in the in-memory database every instance begins with. */
export const schema = 'memory.sf';

type Overload = [parameters: string, body: string];

export function macro(name: string, ...overloads: Overload[]): string {
  const list = overloads.map(([parameters, body]) => `(${parameters}) AS ${qualified(body)}`);
  return `CREATE OR REPLACE MACRO ${schema}.${name}${list.join(', ')}`;
}

/**
 * The last overload takes anything. Where DuckDB cannot pick one there is `…_any`: `late` is its body, or the last overload's.
 */
export function overloaded(name: string, overloads: Overload[], late?: string): string[] {
  const [last] = overloads.slice(-1);
  if (last === undefined) return [];
  return [macro(name, ...overloads), macro(`${name}_any`, [last[0], late ?? last[1]])];
}

export function tableMacro(name: string, parameters: string, body: string): string {
  return `CREATE OR REPLACE MACRO ${schema}.${name}(${parameters}) AS TABLE ${qualified(body)}`;
}

/** `@name(` is a macro of ours. */
function qualified(body: string): string {
  return body.replaceAll(/@(?=[a-z_]+\()/g, `${schema}.`);
}
