import type { Column } from '../../../shared/contract/common.ts';
import type { MappedSource } from '../../../shared/contract/sql.ts';
import type { EngineName } from '../../../shared/domain/engines.ts';
import { displayName, parseNameParts, type Relation, relationKey } from '../../../shared/domain/relation.ts';
import { columnChanges } from '../column-changes.ts';
import { type CatalogEntry, ExecutionError, type Executor, isExecutorGone, type Session } from '../ports.ts';

interface Place {
  executor: Executor;
  session: Session;
  engine: EngineName;
}

/** Columns that are named of each difference; of more it is said how many. */
const maxNamed = 8;

/**
 * What to warn of, source by source: it is mapped, and what is read has other columns than what the text names. `found` is a
 * catalogue of at least what is read. Asks for all that the text names at once, and says nothing of those that the role
 * cannot see: what is read is what counts, and the other place may be none of its business.
 */
export async function sourceDifferences(
  { executor, session, engine }: Place,
  sources: readonly MappedSource[],
  found: readonly CatalogEntry[],
): Promise<string[]> {
  const mapped = sources.flatMap(source => {
    const written = source.written === source.reads ? undefined : relationOf(source.written);
    const read = found.find(entry => relationKey(entry, engine) === relationKey(source.relation, engine));
    return written && read ? [{ source, written, read }] : [];
  });
  if (mapped.length === 0) return [];
  const entries = await seen(() =>
    executor.catalog({ session, relations: mapped.map(({ written }) => written) }),
  );
  return mapped.flatMap(({ source, written, read }) => {
    const entry = entries.find(other => relationKey(other, engine) === relationKey(written, engine));
    const words = entry && differenceInWords(entry.columns, read.columns, engine);
    return words ? [`${source.reads} is not like ${source.written}, from which it is mapped: ${words}`] : [];
  });
}

/** How the columns of what is read differ from those of what is named; null where they are the same. */
export function differenceInWords(written: Column[], read: Column[], engine: EngineName): string | null {
  const { added, removed, retyped } = columnChanges(written, read, engine);
  const column = ({ name, type }: Column) => `${displayName(name)} ${type}`;
  const differences = [
    ...(removed.length > 0 ? [`it lacks ${named(removed.map(column))}`] : []),
    ...(retyped.length > 0
      ? [named(retyped.map(({ name, from, to }) => `${displayName(name)} is ${to} instead of ${from}`))]
      : []),
    ...(added.length > 0 ? [`it has ${named(added.map(column))} besides`] : []),
  ];
  return differences.length === 0 ? null : differences.join('; ');
}

function named(words: string[]): string {
  const more = words.length - maxNamed;
  return `${words.slice(0, maxNamed).join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}

function relationOf(text: string): Relation | undefined {
  const [database, schema, name] = parseNameParts(text) ?? [];
  return database === undefined || schema === undefined || name === undefined
    ? undefined
    : { database, schema, name };
}

/** Nothing where the warehouse refuses to tell: this is a remark, and no reason to build nothing. */
async function seen(look: () => Promise<CatalogEntry[]>): Promise<CatalogEntry[]> {
  try {
    return await look();
  } catch (cause) {
    if (!(cause instanceof ExecutionError) || isExecutorGone(cause)) throw cause;
    return [];
  }
}
