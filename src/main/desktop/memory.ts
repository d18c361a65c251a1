import { readJsonFile, writeJsonFile } from './json-file.ts';

/** What the shell remembers of what it has told. */
interface Remembered {
  /** That closing the window leaves the application in the tray. */
  tray: boolean;
  /** Of the wake plan told last, when the machine woke up. */
  wokeAt: string | null;
}

export interface Memory {
  get(): Readonly<Remembered>;
  set(changes: Partial<Remembered>): void;
}

/** Kept in a file; one that cannot be read is as if it were not there. */
export function openMemory(file: string): Memory {
  let remembered = parse(readJsonFile(file));
  return {
    get: () => remembered,
    set(changes) {
      remembered = { ...remembered, ...changes };
      try {
        writeJsonFile(file, remembered);
      } catch (error) {
        process.stderr.write(`slipway: what was told is not remembered: ${String(error)}\n`);
      }
    },
  };
}

function parse(value: unknown): Remembered {
  const { tray, wokeAt } = Object(value) as Partial<Record<keyof Remembered, unknown>>;
  return { tray: tray === true, wokeAt: typeof wokeAt === 'string' ? wokeAt : null };
}
