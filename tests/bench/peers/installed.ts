import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);

/** A package of this folder, or null where it was not installed. Its types are not known here: `T` names what is used. */
export async function installed<T>(name: string): Promise<T | null> {
  let file: string;
  try {
    file = require.resolve(name);
  } catch {
    return null;
  }
  return (await import(pathToFileURL(file).href)) as T;
}
