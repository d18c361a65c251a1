import { Checkbox, Textarea, TextInput } from '@mantine/core';
import type { Environment } from '../../../../shared/contract/environments.ts';
import type { Problems } from '../../environments/edit/problems.ts';
import { plainText } from '../../environments/form/fields.ts';
import { VariableRows } from '../../environments/form/variable-rows.tsx';
import type { BuildOptions } from './build-options.ts';
import classes from './builds.module.css';

interface Props {
  options: BuildOptions;
  environment: Environment | undefined;
  problems: Problems;
  set: (change: Partial<BuildOptions>) => void;
}

/** How the runs of a build are done: together, of what, with which variables. */
export function BuildOptionFields({ options, environment, problems, set }: Props) {
  const most = environment?.limits.max_concurrent_runs;
  return (
    <div className={classes.options}>
      <TextInput
        label="At once"
        description={
          most === undefined
            ? 'Runs; empty for as many as the environment allows'
            : `Runs; empty for as many as ${environment?.name} allows, ${most}`
        }
        {...plainText}
        inputMode="numeric"
        placeholder={most === undefined ? '' : String(most)}
        value={options.threads}
        error={problems.threads}
        onChange={event => set({ threads: event.currentTarget.value })}
      />
      <Checkbox
        label="Full refresh"
        description="Builds incremental tables anew, instead of adding what is new"
        checked={options.fullRefresh}
        onChange={event => set({ fullRefresh: event.currentTarget.checked })}
      />
      <Checkbox
        label="Ignore conditions"
        description="They are looked at, and it is built whatever they find"
        checked={options.ignoreConditions}
        onChange={event => set({ ignoreConditions: event.currentTarget.checked })}
      />
      <section aria-labelledby="build-variables" className={classes.group}>
        <h3 id="build-variables">Variables for all its runs</h3>
        <VariableRows
          last
          rows={options.variables}
          problems={problems}
          onChange={variables => set({ variables })}
        />
      </section>
    </div>
  );
}

/** Why it is built; where it is unlike what was approved for a protected environment, that has to be said. */
export function BuildCause({ options, environment, problems, set }: Props) {
  const unlike = options.variables.length > 0 || options.ignoreConditions;
  const isNeeded = environment?.protected === true && unlike;
  return (
    <Textarea
      label="Why"
      required={isNeeded}
      description={
        isNeeded
          ? `Kept with the build and its runs; ${environment.name} is protected, what is unlike its approved jobs needs a reason`
          : 'Kept with the build and its runs'
      }
      error={problems.cause}
      autosize
      minRows={1}
      maxRows={4}
      maxLength={500}
      value={options.cause}
      onChange={event => set({ cause: event.currentTarget.value })}
    />
  );
}
