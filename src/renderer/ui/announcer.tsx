import { VisuallyHidden } from '@mantine/core';
import { create } from 'zustand';

const useAnnouncement = create<{ text: string; turn: number }>(() => ({ text: '', turn: 0 }));

/** Tells something to people who listen to the page instead of looking at it. */
export function announce(text: string): void {
  useAnnouncement.setState(({ turn }) => ({ text, turn: turn + 1 }));
}

/** The live region; once on the page. */
export function Announcer() {
  const { text, turn } = useAnnouncement();
  return (
    <VisuallyHidden component="output" data-announcer>
      {/* The same words twice in a row must differ, or they are not read again. */}
      {text}
      {turn % 2 === 0 ? '' : '\u00a0'}
    </VisuallyHidden>
  );
}
