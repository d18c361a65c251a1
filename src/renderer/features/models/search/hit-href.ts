import type { SearchHit } from '../../../../shared/contract/models.ts';
import { modelHref } from '../models-data.ts';

/**
 * Where a version that was found is shown: in the editor at the line, where its text is what is being edited; else beside the
 * draft.
 */
export function hitHref({ model, version, latest, matches }: SearchHit, draftModified: boolean): string {
  const href = modelHref(model.id);
  if (!latest || draftModified) return `${href}?compare=${version.number}..draft`;
  const line = matches.find(match => match.line !== null)?.line;
  return line === undefined ? href : `${href}?line=${line}`;
}
