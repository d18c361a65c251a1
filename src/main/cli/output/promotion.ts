import type { Promotion, Running } from '../../../shared/contract/promotion.ts';
import { changeText } from './model.ts';
import { promotionStateSpan } from './states.ts';
import type { Paint } from './styles.ts';
import type { Cell } from './table.ts';
import type { Terminal } from './terminal.ts';
import { safe } from './text.ts';
import { ago } from './times.ts';

/** `v2`, or `candidate = v2` where the tag has a name of its own. */
export function runningText({ tag, version }: Running): string {
  if (version === null) return tag ?? 'nothing';
  return tag === null || tag === `v${version}` ? `v${version}` : `${tag} = v${version}`;
}

export function promotionLine(promotion: Promotion, paint: Paint): string {
  const { id, kind, model, environment, from, to, state, job } = promotion;
  const { text, style } = promotionStateSpan(state);
  const what = `${kind === 'rollback' ? 'Rollback' : 'Promotion'} #${id}`;
  return `${paint('bold', what)} ${style ? paint(style, text) : text}: ${safe(model)} in ${safe(environment)} ${runningText(from)} → ${runningText(to)} (job ${safe(job)})`;
}

export function promotionList(promotions: Promotion[], terminal: Terminal): string {
  if (promotions.length === 0) return 'Nothing was promoted yet.';
  return terminal.table(
    [
      { title: '#', align: 'right', keep: true },
      { title: 'state', keep: true },
      { title: 'model' },
      { title: 'environment' },
      { title: 'change' },
      { title: 'class', keep: true, optional: 2 },
      { title: 'planned', keep: true },
      { title: 'by', optional: 3 },
      { title: 'note', optional: 4 },
    ],
    promotions.map<Cell[]>(promotion => [
      `#${promotion.id}`,
      promotionStateSpan(promotion.state),
      promotion.model,
      promotion.environment,
      `${promotion.kind === 'rollback' ? '↶ ' : ''}${runningText(promotion.from)} → ${runningText(promotion.to)}`,
      changeText(promotion.change, (_style, text) => text),
      ago(promotion.planned_at, terminal.now),
      promotion.applied_by ?? promotion.decided_by ?? promotion.planned_by,
      promotion.reason ?? promotion.note,
    ]),
  );
}
