/** Where the macros are: in the in-memory database every instance begins with. */
export const schema = 'memory.sf';

type Overload = [parameters: string, body: string];

export function macro(name: string, ...overloads: Overload[]): string {
  const list = overloads.map(([parameters, body]) => `(${parameters}) AS ${qualified(body)}`);
  return `CREATE OR REPLACE MACRO ${schema}.${name}${list.join(', ')}`;
}

/** The last overload takes anything; it exists by itself too, for where DuckDB cannot pick one. */
export function overloaded(name: string, ...overloads: Overload[]): string[] {
  return [macro(name, ...overloads), macro(`${name}_any`, ...overloads.slice(-1))];
}

export function tableMacro(name: string, parameters: string, body: string): string {
  return `CREATE OR REPLACE MACRO ${schema}.${name}(${parameters}) AS TABLE ${qualified(body)}`;
}

/** `@name(` is a macro of ours. */
function qualified(body: string): string {
  return body.replaceAll(/@(?=[a-z_]+\()/g, `${schema}.`);
}
