import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmdirSync,
  rmSync,
} from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { DefinitionFile } from '../../shared/contract/workspace.ts';
import { type Problem, SlipwayError, validationError } from '../../shared/domain/errors.ts';
import { writeFileAtomically } from './atomic-file.ts';
import { decode, fileError } from './inputs.ts';

/** At the top of every export; without it a directory is somebody else's. */
const marker = 'slipway.yaml';
const folders = ['connections', 'compute_profiles', 'environments', 'models', 'jobs', 'channels', 'rules'];
const isDefinition = (path: string) => /\.(sql|ya?ml)$/.test(path);

interface Found {
  /** Paths from the directory, with forward slashes, in order. */
  paths: string[];
  problems: Problem[];
}

/** The definition files of a directory. Links are followed as long as they stay in it. */
export function readFolder(directory: string): DefinitionFile[] {
  const { paths, problems } = find(directory);
  const files = paths.flatMap(path => {
    try {
      return [{ path, content: decode(readFileSync(join(directory, path)), path) }];
    } catch (cause) {
      const own = cause instanceof SlipwayError ? cause : fileError(cause, path);
      problems.push(...(own.details.problems ?? [{ path, message: own.message }]));
      return [];
    }
  });
  if (problems.length > 0) throw validationError(problems);
  if (files.length === 0) {
    throw new SlipwayError('validation', `${directory} holds no definitions`, {
      hint: `Expected ${marker} and files below ${folders.map(folder => `${folder}/`).join(', ')}, as "slipway export" writes them`,
    });
  }
  return files;
}

/**
 * Makes a directory hold exactly these definition files; other files in it are left alone. Only a new or empty directory
 * or an earlier export is taken. Files are replaced one by one, each at once, and only where their content changed.
 */
export function writeFolder(
  directory: string,
  files: DefinitionFile[],
): { written: string[]; removed: string[] } {
  const present = existsSync(directory) ? list(directory) : [];
  if (present.length > 0 && !present.includes(marker)) {
    throw new SlipwayError(
      'precondition',
      `${directory} is not empty and no earlier export: it has no ${marker}`,
      {
        hint: 'Choose a new or empty directory',
      },
    );
  }
  const { paths, problems } = find(directory, { mayMiss: true });
  if (problems.length > 0)
    throw new SlipwayError('precondition', `${directory} cannot be written`, { problems });
  const wanted = new Set(files.map(file => file.path));
  // The marker first: should this be interrupted, the directory is known for what it is.
  const ordered = files.toSorted((a, b) => Number(b.path === marker) - Number(a.path === marker));
  const written = ordered.filter(file => write(directory, file)).map(file => file.path);
  const removed = paths.filter(path => !wanted.has(path));
  for (const path of removed) remove(directory, path);
  return { written: written.sort(), removed };
}

function write(directory: string, { path, content }: DefinitionFile): boolean {
  const file = join(directory, path);
  try {
    if (existsSync(file) && readFileSync(file, 'utf8') === content) return false;
    mkdirSync(dirname(file), { recursive: true });
  } catch (cause) {
    throw fileError(cause, file);
  }
  writeFileAtomically(file, content);
  return true;
}

/** Removes a file and the folders that became empty by it. */
function remove(directory: string, path: string): void {
  try {
    rmSync(join(directory, path));
    for (let folder = dirname(path); folder !== '.' && !folders.includes(folder); folder = dirname(folder)) {
      if (readdirSync(join(directory, folder)).length > 0) break;
      rmdirSync(join(directory, folder));
    }
  } catch (cause) {
    throw fileError(cause, join(directory, path));
  }
}

function find(directory: string, { mayMiss = false } = {}): Found {
  const found: Found = { paths: [], problems: [] };
  if (!existsSync(directory)) {
    if (mayMiss) return found;
    throw new SlipwayError('not_found', `There is no directory ${directory}`);
  }
  const inside = realpathSync(directory) + sep;
  if (existsSync(join(directory, marker))) visit(directory, inside, marker, found);
  for (const folder of folders) if (exists(join(directory, folder))) visit(directory, inside, folder, found);
  found.paths.sort();
  return found;
}

function visit(directory: string, inside: string, path: string, found: Found): void {
  const file = join(directory, path);
  try {
    const isLink = lstatSync(file).isSymbolicLink();
    const real = isLink ? realpathSync(file) : file;
    if (isLink && !real.startsWith(inside)) {
      found.problems.push({ path, message: 'is a link that leaves the directory' });
    } else if (lstatSync(real).isDirectory()) {
      // A link to a folder could lead around in a circle; nobody needs one.
      if (isLink) found.problems.push({ path, message: 'is a link to a folder' });
      else for (const name of readdirSync(file).sort()) visit(directory, inside, `${path}/${name}`, found);
    } else if (isDefinition(path)) found.paths.push(path);
  } catch (cause) {
    found.problems.push({ path, message: `cannot be read: ${fileError(cause, path).message}` });
  }
}

function exists(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

function list(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (cause) {
    throw fileError(cause, directory);
  }
}
