import { notifications } from '@mantine/notifications';
import { create } from 'zustand';
import type { Tone } from './theme.ts';

export interface Notice {
  id: number;
  atMs: number;
  tone: Tone;
  title: string;
  /** More, in a sentence. */
  message?: string | undefined;
  /** An address of the application that shows what it is about. */
  href?: string | undefined;
  seen: boolean;
}

interface Notices {
  notices: Notice[];
}

const keep = 200;
let lastId = 0;

/** What happened while nobody may have looked; kept until the page is closed. */
export const useNotices = create<Notices>(() => ({ notices: [] }));

/** Keeps a notice in the notification centre. Nothing pops up: for that there is `showToast`. */
export function addNotice(notice: Pick<Notice, 'tone' | 'title' | 'message' | 'href'>): void {
  const added: Notice = { ...notice, id: ++lastId, atMs: Date.now(), seen: false };
  useNotices.setState(({ notices }) => ({ notices: [added, ...notices].slice(0, keep) }));
}

export function markNoticesSeen(): void {
  useNotices.setState(({ notices }) => ({ notices: notices.map(notice => ({ ...notice, seen: true })) }));
}

export function clearNotices(): void {
  useNotices.setState({ notices: [] });
}

/** A word in passing about something that just worked. Never for an error that asks for something to be done. */
export function showToast(message: string): void {
  notifications.show({ message, autoClose: 2_500, withCloseButton: false });
}
