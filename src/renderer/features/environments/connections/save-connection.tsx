import { Button, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Connection } from '../../../../shared/contract/connections.ts';
import { client, api, queryClient } from '../../../api.ts';
import { callFailure, troubleOf } from '../../../call-error.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { showToast } from '../../../ui/notices.ts';
import { counted } from '../../../ui/numbers.ts';
import { sizes } from '../../../ui/theme.ts';
import { useFocusBack } from '../../../ui/use-focus-back.ts';
import { EnvironmentNames } from '../edit/environment-names.tsx';
import { ChangesList } from '../page/changes-list.tsx';
import pageClasses from '../page/page.module.css';
import { engineProblems } from './connection-problems.ts';
import type { useConnectionEdit } from './use-connection-edit.ts';
import { keepTrusted } from './use-trust.ts';

type Edit = ReturnType<typeof useConnectionEdit>;

export interface ConnectionSaving {
  mutate: () => void;
  reset: () => void;
  isPending: boolean;
  /** Why it was refused, where that has no field of its own. */
  trouble: ReactNode;
}

interface SavingOptions {
  connection: Connection;
  edit: Edit;
  onDone: () => void;
}

/** Saves a connection, with the trust that was given to hosts of it while it was being edited. */
export function useSaveConnection({ connection, edit, onDone }: SavingOptions): ConnectionSaving {
  const { mutate, reset, isPending, error } = useMutation({
    mutationFn: () =>
      client.connections.apply({
        definition: edit.definition,
        id: connection.id,
        revision: connection.revision,
      }),
    onSuccess: async ({ created: _created, ...saved }) => {
      const input = { connection: String(saved.id) };
      queryClient.setQueryData(api.connections.get.queryKey({ input }), saved);
      const { trusted } = edit;
      edit.discard();
      showToast(`${saved.name} saved`);
      onDone();
      await keepTrusted(saved, trusted);
    },
    onError: cause => {
      const { fields, rest } = engineProblems(callFailure(cause).problems, edit.form);
      edit.refuse(fields);
      if (Object.keys(fields).length > 0 && rest.length === 0) onDone();
    },
  });
  return {
    mutate: () => mutate(),
    reset,
    isPending,
    trouble: error && <ErrorPanel trouble={troubleOf(error, `${connection.name} was not saved`)} />,
  };
}

interface Props {
  connection: Connection;
  edit: Edit;
  save: ConnectionSaving;
  onClose: () => void;
}

/** Shows what saving changes, and for whom, before it is done. */
export function SaveConnection({ connection, edit, save, onClose }: Props) {
  useFocusBack();
  const users = connection.environments;
  return (
    <Modal opened onClose={onClose} title={`Save ${connection.name}`} size={sizes.dialogWide}>
      <div className={pageClasses.dialog}>
        <p>
          {counted(users.length, 'environment')} {users.length === 1 ? 'uses' : 'use'} this connection:
        </p>
        <EnvironmentNames names={users} />
        <p>
          {counted(edit.changes.length, 'change')}, for every statement from now on; what runs now goes on as
          it began.
          {edit.overtaken !== undefined &&
            ' It was also changed elsewhere since you began; what is listed is upon that.'}
        </p>
        <ChangesList changes={edit.changes} />
        {save.trouble}
        <div className={pageClasses.buttons}>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="filled" data-autofocus loading={save.isPending} onClick={save.mutate}>
            Save connection
          </Button>
        </div>
      </div>
    </Modal>
  );
}
