import { notifications } from '@mantine/notifications';
import { type NewNotice, type Notice, withNotice } from './notice-list.ts';
import { scopedState, useScopedState } from './ui-state.ts';

const remembered = 'notices';
const none: readonly Notice[] = [];

/** What happened while nobody may have looked, newest first; remembered for what is open, until it is cleared. */
export function useNotices(): readonly Notice[] {
  return useScopedState(remembered, none)[0];
}

function change(changed: (before: readonly Notice[]) => readonly Notice[]): void {
  scopedState.set(remembered, changed(scopedState.get(remembered, none)));
}

/** Keeps a notice in the notification centre. Nothing pops up: for that there is `showToast`. */
export function addNotice(notice: NewNotice): void {
  change(before => withNotice(before, notice, Date.now()));
}

export function markNoticesSeen(): void {
  change(before => before.map(notice => ({ ...notice, seen: true })));
}

export function clearNotices(): void {
  change(() => none);
}

/** A word in passing about something that just worked. Never for an error that asks for something to be done. */
export function showToast(message: string): void {
  notifications.show({ message, autoClose: 2_500, withCloseButton: false });
}
