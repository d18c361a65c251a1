import { isContractProcedure } from '@orpc/contract';
import { type Client, contract } from '../../src/shared/contract/index.ts';

/** The same client; the names of the calls made through it (`models.get`) are added to `called`. */
export function recordCalls(client: Client, called: Set<string>): Client {
  return recorded(client, [], called) as Client;
}

function recorded(target: object, path: string[], called: Set<string>): unknown {
  return new Proxy(target, {
    get(of, key) {
      const value: unknown = Reflect.get(of, key);
      return typeof key === 'string' ? recorded(value as object, [...path, key], called) : value;
    },
    apply(of, self, args) {
      called.add(path.join('.'));
      return Reflect.apply(of as () => unknown, self, args);
    },
  });
}

/** The names of all calls there are. */
export function allCalls(): string[] {
  return Object.entries(contract).flatMap(([area, procedures]) =>
    Object.entries(procedures)
      .filter(([, procedure]) => isContractProcedure(procedure))
      .map(([name]) => `${area}.${name}`),
  );
}
