import {
  createRunNews as createNews,
  failuresTitle,
  failureTitle,
  type NewsRun,
  type RunNewsSource,
  toldOneByOne,
} from '../../shared/domain/run-news.ts';
import type { NewNotice } from '../ui/notice-list.ts';

interface NoticeSource extends Omit<RunNewsSource, 'failed'> {
  notify: (notice: NewNotice) => void;
}

/** Tells what becomes of runs: every change in words, failures as notices. */
export function createRunNews({ notify, ...source }: NoticeSource) {
  return createNews({
    ...source,
    failed: runs => {
      for (const notice of failureNotices(runs)) notify(notice);
    },
  });
}

/** Failed runs as notices, those of many together; `runs` newest first. */
export function failureNotices(runs: readonly NewsRun[]): NewNotice[] {
  if (runs.length <= toldOneByOne) {
    return runs.map(run => ({
      tone: 'danger',
      title: failureTitle(run),
      message: run.failure ?? undefined,
      href: `/runs/${run.id}`,
    }));
  }
  return [false, true].flatMap(draft => {
    const group = runs.filter(run => run.draft === draft);
    if (group.length <= toldOneByOne) return failureNotices(group);
    const failures = new Set(group.map(({ failure }) => failure));
    const [only] = failures;
    return [
      {
        tone: 'danger',
        title: failuresTitle(group),
        message: failures.size === 1 ? (only ?? undefined) : undefined,
        href: failuresHref(group, draft),
      },
    ];
  });
}

/** The list with them. */
function failuresHref(runs: readonly NewsRun[], drafts: boolean): string {
  const created = runs.map(({ times }) => Date.parse(times.created_at));
  const search = new URLSearchParams({
    state: 'failed',
    since: new Date(Math.min(...created)).toISOString(),
    // The end of a range is not part of it.
    until: new Date(Math.max(...created) + 1).toISOString(),
    ...(drafts ? { drafts: '1' } : {}),
  });
  return `/runs?${search.toString()}`;
}
