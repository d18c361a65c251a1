import { TagsInput, Textarea, TextInput } from '@mantine/core';
import { useMemo } from 'react';
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
export function nameProblem(name: string): string | undefined {
  return name === '' || namePattern.test(name) ? undefined : `A name is ${nameRule}`;
}

export function DetailFields({ value, onChange, nameError }: Props) {
  const { models } = useAllModels();
  const labels = useMemo(() => [...new Set(models.flatMap(model => model.labels))].sort(), [models]);
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
        error={nameProblem(value.name) ?? nameError}
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
        onChange={next => set({ labels: next })}
      />
    </>
  );
}
