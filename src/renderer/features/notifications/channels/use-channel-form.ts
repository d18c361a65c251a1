import { useMemo, useState } from 'react';
import { definitionChanges } from '../edit/changes.ts';
import type { Problems } from '../edit/problems.ts';
import { useEdit } from '../edit/use-edit.ts';
import { useChannels } from '../notifications-data.ts';
import { type ChannelForm, channelLabels, channelProblems, definitionOf } from './channel-form.ts';

const noProblems: Problems = {};

/** A channel being edited, or made (`own` is undefined then): what was typed, what it means and what is wrong with it. */
export function useChannelForm(own: number | undefined, saved: ChannelForm) {
  const edit = useEdit(`channel/${own ?? 'new'}`, saved);
  const { form } = edit;
  const { channels } = useChannels();
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState(noProblems);
  const definition = useMemo(() => definitionOf(form), [form]);
  const found = useMemo(
    () =>
      channelProblems(
        form,
        channels.filter(({ id }) => id !== own).map(({ name }) => name),
      ),
    [form, channels, own],
  );
  return {
    ...edit,
    definition,
    changes: useMemo(
      () => definitionChanges(definitionOf(saved), definition, channelLabels),
      [saved, definition],
    ),
    problems: { ...refused, ...(tried ? found.missing : {}), ...found.wrong },
    broken: Object.keys(found.wrong).length + Object.keys(found.missing).length > 0,
    refuse: setRefused,
    /** Somebody wants to go on: what is still to be filled in is said from now on. */
    check: () => setTried(true),
    set: (changes: Partial<ChannelForm>) => {
      setRefused(noProblems);
      edit.set(changes);
    },
    discard: () => {
      edit.discard();
      setTried(false);
      setRefused(noProblems);
    },
  };
}
