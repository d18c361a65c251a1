import { useMutation } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Variables } from '../../../shared/contract/common.ts';
import { api } from '../../api.ts';
import { troubleOf } from '../../call-error.ts';
import { useCommands } from '../../commands.ts';
import { useEnvironments } from '../../parts/environments.ts';
import { BreadcrumbBar } from '../../ui/bar.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { showToast } from '../../ui/notices.ts';
import { useUnsaved } from '../../ui/ui-state.ts';
import { Waiting } from '../../ui/waiting.tsx';
import { namesInShort, useWorkspaceVariables } from './environments-data.ts';
import { emptyForm } from './form/environment-form.ts';
import { formChanges } from './form/form-changes.ts';
import { addVariableProblems } from './form/form-problems.ts';
import { FormSection } from './form/form-section.tsx';
import { rebasedRows } from './form/rebase.ts';
import { VariableRows } from './form/variable-rows.tsx';
import { rowsOf, type VariableRow, variablesOf } from './form/variable-values.ts';
import { SaveBar } from './page/save-bar.tsx';
import classes from './page/page.module.css';

interface Edit {
  rows: VariableRow[];
  /** What was saved when they were edited. */
  base: VariableRow[];
}

/** Variables that every environment inherits. */
export function WorkspaceVariables() {
  const { data, error } = useWorkspaceVariables();
  return (
    <>
      <BreadcrumbBar
        crumbs={[{ label: 'Environments', href: '/environments' }, { label: 'Workspace variables' }]}
      />
      {error ? (
        <ErrorPanel trouble={troubleOf(error, 'The variables could not be loaded')} />
      ) : data ? (
        <Editor saved={data.variables} />
      ) : (
        <Waiting lines={6} label="Loading the variables" />
      )}
    </>
  );
}

function Editor({ saved }: { saved: Variables }) {
  // Edits stay while one looks at something else, as those of an environment do.
  const [edit, setEdit] = useUnsaved<Edit>('environments.shared_variables');
  const [tried, setTried] = useState(false);
  const savedRows = useMemo(() => rowsOf(saved), [saved]);
  // What others saved meanwhile is taken over where it was not edited here.
  const rows = useMemo(
    () => (edit ? rebasedRows(edit.base, edit.rows, savedRows, ({ name }) => name) : savedRows),
    [edit, savedRows],
  );
  const variables = useMemo(() => variablesOf(rows), [rows]);
  const changes = useMemo(() => {
    const base = { name: '', connection: emptyForm.connection };
    return formChanges({ ...base, variables: saved }, { ...base, variables });
  }, [saved, variables]);
  const [wrong, missing] = useMemo(() => {
    const found: [Record<string, string>, Record<string, string>] = [{}, {}];
    addVariableProblems(rows, ...found);
    return found;
  }, [rows]);
  const problems = { ...(tried ? missing : {}), ...wrong };
  const isBroken = Object.keys(wrong).length + Object.keys(missing).length > 0;
  const isEdited = edit !== null && (changes.length > 0 || isBroken);

  const close = () => {
    setEdit(null);
    setTried(false);
  };
  const save = useMutation(
    api.workspace.setVariables.mutationOptions({
      onSuccess: () => {
        close();
        showToast('Workspace variables saved');
      },
    }),
  );
  const submit = () => {
    setTried(true);
    if (!isBroken && changes.length > 0) save.mutate({ variables });
  };
  useCommands([
    {
      id: 'workspace.save_variables',
      title: 'Save the workspace variables',
      group: 'Environments',
      shortcut: 'mod+s',
      disabled: isEdited ? undefined : 'Nothing was changed',
      run: submit,
    },
  ]);
  return (
    <>
      <div className={classes.settings}>
        <FormSection
          title="Inherited by all environments"
          description={
            <>
              Values of <code>{'{{ name }}'}</code> wherever an environment or a job gives none of its own.
            </>
          }
        >
          <VariableRows
            rows={rows}
            problems={problems}
            onChange={next => {
              setEdit({ rows: next, base: savedRows });
              save.reset();
            }}
          />
          <Overrides names={Object.keys(variables)} />
        </FormSection>
        {save.error && <ErrorPanel trouble={troubleOf(save.error, 'The variables were not saved')} />}
      </div>
      {isEdited && (
        <SaveBar
          changes={changes}
          problems={Object.keys(problems).length}
          onDiscard={close}
          onSave={submit}
          verb="Save variables"
          saving={save.isPending}
        />
      )}
    </>
  );
}

/** Environments that give one of the variables a value of their own. */
function Overrides({ names }: { names: readonly string[] }) {
  const environments = useEnvironments();
  const overridden = names.flatMap(name => {
    const by = environments.filter(({ variables }) => Object.hasOwn(variables, name));
    return by.length === 0 ? [] : [`${name} has another value in ${namesInShort(by.map(one => one.name))}`];
  });
  if (overridden.length === 0) return null;
  return (
    <ul>
      {overridden.map(sentence => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
