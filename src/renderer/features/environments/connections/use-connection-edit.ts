import { useMemo, useState } from 'react';
import type { Connection } from '../../../../shared/contract/connections.ts';
import { discardUnsaved, useUnsaved } from '../../../ui/ui-state.ts';
import { useRebasingEdit } from '../edit/rebasing-edit.ts';
import { useConnections } from '../environments-data.ts';
import type { Problems } from '../edit/problems.ts';
import { connectionChanges } from './connection-changes.ts';
import {
  type ConnectionForm,
  definitionOf,
  emptyConnection,
  formOf,
  withItsSecrets,
} from './connection-form.ts';
import { connectionProblems } from './connection-problems.ts';
import { connectionRebasing } from './connection-rebasing.ts';

const remembered = 'environments.connections/';
const noProblems: Problems = {};
const noHosts: string[] = [];

/** A saved connection as it is being edited: what was typed, what it means and what is wrong with it. */
export function useConnectionEdit(connection: Connection) {
  const key = remembered + connection.id;
  const saved = useMemo(() => formOf(connection.definition), [connection.definition]);
  const edit = useRebasingEdit(key, connectionRebasing, saved, connection.updated_at);
  const form = useMemo(
    () => (edit.form === saved ? saved : withItsSecrets(saved, edit.form)),
    [edit.form, saved],
  );
  const checked = useChecked(form, connection.id);
  const [trusted, setTrusted] = useUnsaved<string[]>(`${key}/trusted`);
  const changes = useMemo(
    () => connectionChanges(definitionOf(saved), checked.definition),
    [saved, checked.definition],
  );
  return {
    ...edit,
    ...checked,
    form,
    changes,
    edited: edit.form !== saved && (changes.length > 0 || checked.broken),
    /** Hosts that somebody trusted which only the edit names. */
    trusted: trusted ?? noHosts,
    setTrusted,
    set: (changed: Partial<ConnectionForm>) => {
      checked.refuse(noProblems);
      edit.set(changed);
    },
    discard: () => {
      checked.forget();
      setTrusted(null);
      edit.discard();
    },
  };
}

export function discardConnectionEdit(id: number): void {
  discardUnsaved(remembered + id);
  discardUnsaved(`${remembered}${id}/trusted`);
}

interface Begun {
  form: ConnectionForm;
  trusted: string[];
}

const begin: Begun = { form: { ...emptyConnection, engine: 'snowflake' }, trusted: noHosts };

/** A connection being made; what was typed stays while one looks at something else. */
export function useNewConnection() {
  const [begun, change] = useUnsaved<Begun>(`${remembered}new`);
  const form = useMemo(() => ({ ...begin.form, ...begun?.form }), [begun]);
  const checked = useChecked(form, undefined);
  return {
    ...checked,
    form,
    trusted: begun?.trusted ?? noHosts,
    setTrusted: (trusted: string[]) => change(before => ({ ...begin, ...before, trusted })),
    set: (changed: Partial<ConnectionForm>) => {
      checked.refuse(noProblems);
      change(before => ({ ...begin, ...before, form: { ...begin.form, ...before?.form, ...changed } }));
    },
    discard: () => {
      checked.forget();
      change(null);
    },
  };
}

/** What a form means and what is wrong with it; `own` is the id of what is edited. */
function useChecked(form: ConnectionForm, own: number | undefined) {
  const { data } = useConnections();
  const [tried, setTried] = useState(false);
  const [refused, refuse] = useState(noProblems);
  const definition = useMemo(() => definitionOf(form), [form]);
  const found = useMemo(() => {
    const others = data?.connections.filter(({ id }) => id !== own) ?? [];
    return connectionProblems(
      form,
      others.map(({ name }) => name),
    );
  }, [form, data, own]);
  return {
    definition,
    problems: { ...refused, ...(tried ? found.missing : {}), ...found.wrong },
    broken: Object.keys(found.wrong).length + Object.keys(found.missing).length > 0,
    /** What the engine found wrong, by field. */
    refuse,
    /** Somebody wants to go on: what is still to be filled in is said from now on. */
    check: () => setTried(true),
    forget: () => {
      setTried(false);
      refuse(noProblems);
    },
  };
}
