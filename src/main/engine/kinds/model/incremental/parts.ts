import type { Column } from '../../../../../shared/contract/common.ts';
import { displayName, displayRelation } from '../../../../../shared/domain/relation.ts';
import type { Order } from '../../../dialects/dialect.ts';
import { narrowed } from '../../../dialects/increments.ts';
import type { CatalogEntry } from '../../../ports.ts';
import { type CompiledText, dialectOf, type ModelWork } from '../model-run.ts';
import { compileFor } from '../text.ts';
import { refusal } from './failures.ts';
import { incrementOf, inspectionOf } from './increment.ts';
import { refuseType } from './window.ts';

/** What of a build depends on whether all rows are built or the new ones. */
export type Parts = Pick<Order, 'query' | 'increment' | 'inspection'>;

/** A target that is built whole from all rows. */
export function whole(query: string): Parts {
  return { query, increment: null, inspection: null };
}

/** What of an incremental build is to be sent, and for what text; that is another one where columns that changed demand all rows. */
export async function partsOf(
  model: ModelWork,
  text: CompiledText,
  columns: Column[],
  standing: CatalogEntry | null,
): Promise<{ text: CompiledText; parts: Parts }> {
  const { definition, environment } = model.run.spec;
  const { materialization } = definition;
  const { window } = text;
  if (materialization.type !== 'incremental' || !window) return { text, parts: whole(text.compiled.sql) };
  const inspection = inspectionOf(materialization, columns, environment.engine);
  const watermark = columns.find(({ name }) => name === inspection.watermark);
  const { kindOf } = dialectOf(model).catalog;
  if (watermark) refuseType(watermark, kindOf(watermark.type), materialization.look_back);
  if (window.mode === 'full') return { text, parts: { ...whole(text.compiled.sql), inspection } };
  if (standing?.type !== 'table') {
    throw refusal(
      'target_changed',
      `${displayRelation(model.target)} was there when the run looked for what is new, and is no table any more`,
      'Run it again: it is built as what stands there then demands it',
      true,
    );
  }
  const increment = incrementOf(materialization, window, columns, standing.columns, environment.engine);
  if (increment === null) {
    const anew = await compileFor(model, {
      mode: 'full',
      reason: 'its columns have changed',
      watermark: null,
      start: null,
    });
    return { text: anew, parts: { ...whole(anew.compiled.sql), inspection } };
  }
  const gone = standing.columns.filter(({ name }) => !increment.columns.includes(name));
  if (gone.length > 0) {
    const names = gone.map(({ name }) => displayName(name)).join(', ');
    model.run.log(
      'warn',
      `The query has no ${names} any more: new rows have none, and rows that are replaced keep theirs or lose them`,
    );
  }
  const query = narrowed(text.compiled.sql, increment);
  return { text, parts: { query, increment, inspection } };
}
