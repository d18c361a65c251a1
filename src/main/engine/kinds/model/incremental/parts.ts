import type { Column } from '../../../../../shared/contract/common.ts';
import { displayName, displayRelation } from '../../../../../shared/domain/relation.ts';
import type { Order } from '../../../dialects/dialect.ts';
import { narrowed } from '../../../dialects/increments.ts';
import type { CatalogEntry } from '../../../ports.ts';
import { type CompiledText, dialectOf, type ModelWork } from '../model-run.ts';
import type { Window } from '../../window.ts';
import { compileFor, tellWindow } from '../text.ts';
import { refusal } from './failures.ts';
import { refuseType } from './guards.ts';
import { incrementOf, inspectionOf, stretchOf } from './increment.ts';
import { anewWindow, bounded } from './interval-window.ts';

/** What of a build depends on whether all rows are built or the new ones, and on the columns of the result. */
export type Parts = Pick<Order, 'query' | 'increment' | 'inspection' | 'comments'>;

/** A target that is built whole from all rows; nothing is known of its columns. */
export function whole(query: string): Parts {
  return { query, increment: null, inspection: null, comments: null };
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
  /** All rows, or those of all intervals: what these are as values is known by the columns only. */
  const anew = async (all: Window) => {
    const full = all.intervals && watermark ? bounded(all, all.intervals, watermark) : all;
    const compiled = full === window ? text : await compileFor(model, full);
    const stretch = stretchOf(full);
    const query = narrowed(compiled.compiled.sql, { strategy: materialization.strategy, key: [], stretch });
    return { text: compiled, parts: { ...whole(query), inspection } };
  };
  if (window.mode === 'full') return await anew(window);
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
    const all = anewWindow(model.run.spec, window, 'its columns have changed');
    tellWindow(model.run, all);
    return await anew(all);
  }
  if (window.unlike) {
    model.run.log(
      'warn',
      `Other than in the last run: ${window.unlike.join(', ')}. Rows that are in ${displayRelation(standing)} stay as they are; a full refresh makes them anew`,
    );
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
  return { text, parts: { query, increment, inspection, comments: null } };
}
