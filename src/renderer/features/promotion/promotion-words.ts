import type { BoardCell, Plan, Promotion, Running } from '../../../shared/contract/promotion.ts';
import type { PromotionState } from '../../../shared/domain/promotion-state.ts';
import { versionText } from '../../parts/version-text.ts';
import { counted, formatBytes, formatCount } from '../../ui/numbers.ts';
import { rollbackLinks } from './history/rollback-links.ts';

type Change = Pick<Promotion, 'kind' | 'model' | 'environment' | 'from' | 'to'>;

/** What a job runs in a word: `v3`, `stable → v3`, `latest (v3)`, `nothing`. */
export function runningText({ tag, version }: Running): string {
  if (tag === 'latest') return version === null ? 'latest' : `latest (v${version})`;
  if (tag === null && version === null) return 'nothing';
  return versionText({ tag, version });
}

/** What a promotion goes to; without a tag it follows the latest version. */
export function goalText({ tag, version }: Running): string {
  return runningText({ tag: tag ?? 'latest', version });
}

/** `Promote daily_delays v1 → v3 in prod` */
export function changeSentence({ kind, model, environment, from, to }: Change): string {
  const verb = kind === 'rollback' ? 'Roll back' : 'Promote';
  return `${verb} ${model} ${runningText(from)} → ${goalText(to)} in ${environment}`;
}

export const stateWords: Record<PromotionState, string> = {
  planned: 'planned',
  awaiting_approval: 'awaits approval',
  approved: 'approved',
  applied: 'applied',
  rolled_back: 'rolled back',
  rejected: 'rejected',
  expired: 'expired',
};

/** What a build reads at most, in a word or two. */
export function readsText(estimate: NonNullable<Plan['estimate']>): string {
  const { partitions, partitions_total: total, bytes } = estimate;
  const of = total === null ? '' : ` of ${formatCount(total)}`;
  const parts = [
    ...(partitions === null ? [] : [`${counted(partitions, 'partition')}${of}`]),
    ...(bytes === null ? [] : [formatBytes(bytes)]),
  ];
  return parts.length === 0 ? 'not known' : `up to ${parts.join(', ')}`;
}

/** Whether something can still become of it. */
export const isOpen = (state: PromotionState) =>
  state === 'planned' || state === 'awaiting_approval' || state === 'approved';

/** What is told to those who listen when a promotion changed; undefined where it is not worth a word. */
export function newsOf(promotion: Pick<Promotion, 'id' | 'state'> & Change): string | undefined {
  const { id, state, kind, model, environment, to } = promotion;
  const goal = goalText(to);
  switch (state) {
    case 'applied':
      return kind === 'rollback'
        ? `Rolled back: ${environment} runs ${goal} of ${model} again`
        : `Promotion ${id} applied: ${environment} runs ${goal} of ${model}`;
    case 'approved':
      return `Promotion ${id} approved: ${goal} of ${model} in ${environment}`;
    case 'rejected':
      return `Promotion ${id} rejected: ${goal} of ${model} in ${environment}`;
    case 'awaiting_approval':
      return `Promotion ${id} awaits approval: ${goal} of ${model} in ${environment}`;
    default:
      return undefined;
  }
}

/** What is said to who wants to roll back what was rolled back; `related` are promotions of the same job, newest first. */
export function rolledBackAlready(promotion: Promotion, related: readonly Promotion[]): string {
  const { undoneBy } = rollbackLinks(promotion, related);
  const head = `Promotion #${promotion.id} was rolled back already`;
  return undoneBy ? `${head}, by #${undoneBy.id} of ${undoneBy.applied_by ?? undoneBy.planned_by}` : head;
}

/**
 * What a plan in this state asks for, in a sentence. `now` is what its job runs: undefined where that is not known, or the
 * job is gone.
 */
export function standingSentence(
  plan: Pick<Plan, 'state' | 'environment' | 'job' | 'to'>,
  promotion: Pick<Promotion, 'reason' | 'kind'>,
  now: Running | undefined,
): string {
  const { state, environment, job, to } = plan;
  switch (state) {
    case 'planned':
      return `Nothing has changed yet. Applying it changes what ${job} runs; nothing is run by that.`;
    case 'awaiting_approval':
      return `${environment} is protected: somebody has to approve this before it can be applied.`;
    case 'approved':
      return `Approved. Applying it changes what ${job} runs; nothing is run by that.`;
    case 'applied':
      if (now === undefined) return 'It was applied.';
      if (!isGoal(now, to))
        return `It was applied, and superseded since: ${job} runs ${runningText(now)} now.`;
      return promotion.kind === 'rollback'
        ? `${job} runs ${goalText(to)} again, from its next run on.`
        : `${job} runs ${goalText(to)} from its next run on.`;
    case 'rolled_back':
      return `It was applied and later rolled back.`;
    case 'rejected':
      return reasonSentence('It was rejected', promotion.reason);
    case 'expired':
      return reasonSentence('It can no longer be applied', promotion.reason);
  }
}

/** Whether a job runs what a promotion went to. */
export const isGoal = (now: Running, to: Running): boolean => now.tag === (to.tag ?? 'latest');

function reasonSentence(head: string, reason: string | null): string {
  return reason === null || reason === '' ? `${head}.` : `${head}: ${reason}.`;
}

/** How far a cell is from what was published, in a word or two; undefined when it is not. */
export function driftWord(cell: Pick<BoardCell, 'drift' | 'behind_by' | 'last_run'>): string | undefined {
  switch (cell.drift) {
    case 'behind':
      return `${cell.behind_by} behind`;
    case 'never_ran':
      return cell.last_run === null ? 'never ran' : 'never completed';
    case 'not_run_yet':
      return 'not run yet';
    case 'untagged':
      return 'follows latest';
    case 'none':
      return undefined;
  }
}

/** Whether newer versions were published; a cell can be that and drift in what its target has besides. */
export const isBehind = ({ behind_by }: Pick<BoardCell, 'behind_by'>) => behind_by > 0;

/** How many versions are newer than what runs, in a sentence. */
export function behindSentence({ behind_by, runs }: Pick<BoardCell, 'behind_by' | 'runs'>): string {
  return behind_by === 1
    ? `One version was published since ${runningText(runs)}`
    : `${behind_by} versions were published since ${runningText(runs)}`;
}

/** What the drift is, in a sentence. */
export function driftSentence(cell: Pick<BoardCell, 'drift' | 'behind_by' | 'runs' | 'last_run'>): string {
  const runs = runningText(cell.runs);
  switch (cell.drift) {
    case 'behind':
      return behindSentence(cell);
    case 'never_ran':
      return cell.last_run === null ? 'The job never ran' : 'The job never completed';
    case 'not_run_yet':
      return `It runs ${runs} from its next run on; the target still has what another version made`;
    case 'untagged':
      return 'It runs the latest version, whatever that is';
    case 'none':
      return `The target was made by ${runs}`;
  }
}
