import { Button, TextInput } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { runStates } from '../../../../shared/domain/run-state.ts';
import { changeSearch } from '../../../location.ts';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { useEnvironments } from '../../../parts/environments.ts';
import { RunStateChip, runStateLooks } from '../../../parts/run-state.tsx';
import { type Choice, ChoiceFilter } from '../../../ui/choice-filter.tsx';
import { sizes } from '../../../ui/theme.ts';
import { useAllJobs } from '../../jobs/jobs-data.ts';
import { useAllModels } from '../../models/models-data.ts';
import {
  isFiltered,
  noRunFilter,
  type RunFilter,
  runFilterSearch,
  type TriggerKind,
  triggerKinds,
} from './run-filter.ts';
import classes from './runs-overview.module.css';
import { TimeFilter } from './time-filter.tsx';

const set = (changes: Partial<RunFilter>) => changeSearch(runFilterSearch(changes));
const typingMs = 200;
const stateChoices: Choice[] = runStates.map(state => ({ value: state, label: runStateLooks[state].word }));
const triggerLabels: Record<TriggerKind, string> = {
  manual: 'Manual',
  api: 'API',
  schedule: 'Schedule',
  job: 'Job',
  deployment: 'Deployment',
};
const triggerChoices: Choice[] = triggerKinds.map(kind => ({
  value: kind,
  label: triggerLabels[kind],
}));

/** What the list of runs is filtered by; all of it is in the address. */
export function RunFilters({ filter }: { filter: RunFilter }) {
  const environments = useEnvironments();
  const jobs = choicesOf(useAllJobs().jobs);
  const models = choicesOf(useAllModels().models);
  const environmentChoices = choicesOf(environments);
  return (
    <search className={classes.filters} aria-label="Filter runs">
      <TextFilter text={filter.text} />
      <ChoiceFilter
        label="State"
        choices={stateChoices}
        value={filter.states}
        onChange={chosen => set({ states: runStates.filter(state => chosen.includes(state)) })}
        render={({ value }) => {
          const state = runStates.find(known => known === value);
          return state && <RunStateChip state={state} />;
        }}
      />
      <ChoiceFilter
        single
        label="Environment"
        choices={environmentChoices}
        value={chosen(filter.environment, environmentChoices)}
        onChange={([environment = null]) => set({ environment })}
        render={({ value, label }) => {
          const environment = environments.find(({ id }) => String(id) === value);
          return environment ? <EnvironmentChip environment={environment} /> : label;
        }}
      />
      <ChoiceFilter
        single
        label="Job"
        choices={jobs}
        value={chosen(filter.job, jobs)}
        onChange={([job = null]) => set({ job })}
      />
      <ChoiceFilter
        single
        label="Model"
        choices={models}
        value={chosen(filter.model, models)}
        onChange={([model = null]) => set({ model })}
      />
      <ChoiceFilter
        single
        label="Trigger"
        choices={triggerChoices}
        value={filter.trigger === null ? [] : [filter.trigger]}
        onChange={([trigger]) => set({ trigger: triggerKinds.find(kind => kind === trigger) ?? null })}
      />
      <TimeFilter filter={filter} />
      <Button
        aria-pressed={filter.drafts}
        variant={filter.drafts ? 'light' : 'default'}
        onClick={() => set({ drafts: !filter.drafts })}
      >
        Draft runs
      </Button>
      {isFiltered(filter) && (
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconX size={sizes.iconSmall} aria-hidden />}
          onClick={() => changeSearch(noRunFilter)}
        >
          Clear
        </Button>
      )}
    </search>
  );
}

const choicesOf = (things: readonly { id: number; name: string }[]): Choice[] =>
  things.map(({ id, name }) => ({ value: String(id), label: name }));

/** An address written by hand may have the name instead of the id. */
function chosen(ref: string | null, choices: readonly Choice[]): string[] {
  if (ref === null) return [];
  return [choices.find(choice => choice.label === ref)?.value ?? ref];
}

/** The address follows a moment after the typing. */
function TextFilter({ text }: { text: string }) {
  const [typed, setTyped] = useState(text);
  const [told, setTold] = useState(text);
  if (told !== text) {
    setTold(text);
    setTyped(text);
  }
  useEffect(() => {
    if (typed === text) return undefined;
    const timer = setTimeout(() => set({ text: typed }), typingMs);
    return () => clearTimeout(timer);
  }, [typed, text]);
  return (
    <TextInput
      className={classes.search}
      aria-label="Words in job, model, reason or failure"
      placeholder="Job, model, reason, failure"
      leftSection={<IconSearch size={sizes.iconSmall} aria-hidden />}
      spellCheck={false}
      value={typed}
      onChange={event => setTyped(event.currentTarget.value)}
      onKeyDown={event => {
        if (event.key === 'Escape' && typed !== '') {
          setTyped('');
          event.stopPropagation();
        }
      }}
    />
  );
}
