import { TagsInput, Textarea, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { namePattern, nameRule } from '../../../../shared/domain/names.ts';
import { useAllModels } from '../models-data.ts';

export interface Details {
  name: string;
  description: string;
  owner: string;
  labels: string[];
}

interface Props {
  value: Details;
  onChange: (value: Details) => void;
  /** What the engine said about the name. */
  nameError: string | undefined;
}

/** What is wrong with a name as it is being typed; undefined when nothing is. */
function nameProblem(name: string): string | undefined {
  return name === '' || namePattern.test(name) ? undefined : `A name is ${nameRule}`;
}

const longestLabel = 60;

function labelProblem(labels: readonly string[]): string | undefined {
  const long = labels.find(label => label.length > longestLabel);
  return long && `A label has at most ${longestLabel} characters: “${long.slice(0, 20)}…” has ${long.length}`;
}

/** What was typed, without the white space that comes with pasting. */
export const trimmed = (details: Details): Details => ({
  ...details,
  name: details.name.trim(),
  owner: details.owner.trim(),
});

/** Whether all of it can be saved. */
export function isComplete(details: Details): boolean {
  const { name, labels } = trimmed(details);
  return name !== '' && nameProblem(name) === undefined && labelProblem(labels) === undefined;
}

export function DetailFields({ value, onChange, nameError }: Props) {
  const { models } = useAllModels();
  const labels = useMemo(() => [...new Set(models.flatMap(model => model.labels))].sort(), [models]);
  const [suggesting, setSuggesting] = useState(false);
  const set = (changes: Partial<Details>) => onChange({ ...value, ...changes });
  return (
    <>
      <TextInput
        label="Name"
        required
        data-autofocus
        autoComplete="off"
        spellCheck={false}
        placeholder="daily_delays"
        value={value.name}
        error={nameProblem(value.name.trim()) ?? nameError}
        onChange={event => set({ name: event.currentTarget.value })}
      />
      <Textarea
        label="Description"
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2_000}
        value={value.description}
        onChange={event => set({ description: event.currentTarget.value })}
      />
      <TextInput
        label="Owner"
        maxLength={200}
        value={value.owner}
        onChange={event => set({ owner: event.currentTarget.value })}
      />
      <TagsInput
        label="Labels"
        description="The first one groups the model in the list"
        data={labels}
        maxTags={30}
        value={value.labels}
        error={labelProblem(value.labels)}
        dropdownOpened={suggesting}
        onDropdownOpen={() => setSuggesting(true)}
        onDropdownClose={() => setSuggesting(false)}
        onChange={next => {
          set({ labels: next });
          // What was being typed is a label now; the suggestions would cover what comes next.
          setSuggesting(false);
        }}
      />
    </>
  );
}
