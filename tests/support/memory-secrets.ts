import type { Secrets } from '../../src/main/engine/ports.ts';

/** A keychain of its own: tests touch none of the machine's. */
export function memorySecrets(values: Record<string, string> = {}): Secrets {
  const kept = new Map(Object.entries(values));
  return {
    get: name => Promise.resolve(kept.get(name)),
    has: name => Promise.resolve(kept.has(name) ? 'keychain' : null),
    set: (name, value) => Promise.resolve(void kept.set(name, value)),
    delete: name => Promise.resolve(kept.delete(name)),
  };
}
