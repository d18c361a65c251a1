import type { Docs } from '../../../shared/contract/docs.ts';
import { trimmedDocs } from '../../../shared/domain/docs.ts';

/** Docs as they are stored: equal docs are equal texts, and none at all are `{}`. */
export function storedDocs(docs: Docs): string {
  const { description, columns } = trimmedDocs(docs);
  return JSON.stringify({
    ...(description !== '' && { description }),
    ...(columns.length > 0 && { columns }),
  });
}

export function readDocs(json: string): Docs {
  const { description = '', columns = [] } = JSON.parse(json) as Partial<Docs>;
  return { description, columns };
}
