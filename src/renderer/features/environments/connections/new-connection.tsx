import { Button } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { client } from '../../../api.ts';
import { callFailure, troubleOf } from '../../../call-error.ts';
import { useCommands } from '../../../commands.ts';
import { navigate, useSearch } from '../../../location.ts';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { showToast } from '../../../ui/notices.ts';
import { sizes } from '../../../ui/theme.ts';
import { NewBar } from '../edit/new-bar.tsx';
import { useFormFocus } from '../edit/use-form-focus.ts';
import { connectionCrumbs, connectionHref, connectionsHref, environmentHref } from '../environments-data.ts';
import { TestPanel } from '../test/test-panel.tsx';
import { useEnvironmentTest } from '../test/use-environment-test.ts';
import { askedOfSomebody } from './authenticators.ts';
import { ConnectionFields } from './connection-fields.tsx';
import { engineProblems } from './connection-problems.ts';
import classes from './connections.module.css';
import { TrustNotice } from './trust.tsx';
import { useNewConnection } from './use-connection-edit.ts';
import { keepTrusted, useTrust } from './use-trust.ts';

/** A connection being made; `?for=3` leads back to the environment that is to use it. */
export function NewConnection() {
  const edit = useNewConnection();
  const { definition } = edit;
  const wantedBy = useSearch().get('for');
  const trust = useTrust({
    definition,
    saved: undefined,
    trusted: edit.trusted,
    onTrusted: edit.setTrusted,
  });
  const fields = useRef<HTMLDivElement>(null);
  const showProblems = useFormFocus(fields, true);
  const test = useEnvironmentTest();
  const create = useMutation({
    // Revision 0: never over one of the same name that somebody else has just made.
    mutationFn: () => client.connections.apply({ definition, revision: 0 }),
    onSuccess: async made => {
      await keepTrusted(made, edit.trusted);
      edit.discard();
      showToast(`${made.name} created`);
      navigate(
        wantedBy === null
          ? connectionHref(made.id)
          : `${environmentHref(Number(wantedBy))}?connection=${encodeURIComponent(made.name)}`,
        { replace: true },
      );
    },
    onError: error => edit.refuse(engineProblems(callFailure(error).problems, edit.form).fields),
  });
  const isReady = () => {
    edit.check();
    showProblems();
    return !edit.broken;
  };
  const submit = () => {
    if (isReady() && !create.isPending) create.mutate();
  };
  const runTest = async () => {
    if (!isReady() || test.isPending) return;
    const trust_hosts = await trust.ask();
    if (trust_hosts === null) return;
    test.run({ environment: { name: definition.name, connection: definition }, trust_hosts });
  };
  useCommands([
    {
      id: 'connection.create',
      title: 'Create connection',
      group: 'This connection',
      shortcut: 'mod+s',
      run: submit,
    },
    {
      id: 'connection.test',
      title: 'Test the new connection',
      group: 'This connection',
      icon: IconPlugConnected,
      run: () => void runTest(),
    },
  ]);
  return (
    <div className={classes.page}>
      <BreadcrumbBar crumbs={[...connectionCrumbs, { label: 'New connection' }]}>
        <Button
          leftSection={<IconPlugConnected size={sizes.iconSmall} aria-hidden />}
          disabled={test.isPending}
          onClick={() => void runTest()}
        >
          Test
        </Button>
      </BreadcrumbBar>
      <div ref={fields} className={classes.settings}>
        {!test.isIdle && (
          <TestPanel
            test={test}
            subject="as it is typed; nothing is saved yet"
            asked={askedOfSomebody(definition)}
            onAgain={() => void runTest()}
          />
        )}
        <ConnectionFields
          form={edit.form}
          set={changes => {
            edit.set(changes);
            create.reset();
            test.stop();
          }}
          problems={edit.problems}
        >
          <TrustNotice name={definition.name} hosts={trust.untrusted} onTrust={() => void trust.ask()} />
        </ConnectionFields>
        {create.error && <ErrorPanel trouble={troubleOf(create.error, 'The connection was not created')} />}
      </div>
      <NewBar
        verb="Create connection"
        pending={create.isPending}
        onCancel={() => {
          edit.discard();
          navigate(wantedBy === null ? connectionsHref : environmentHref(Number(wantedBy)));
        }}
        onCreate={submit}
      />
    </div>
  );
}
