import { Button, Group, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { type FormEvent, type ReactNode, useState } from 'react';
import classes from './dialogs.module.css';
import { ErrorPanel } from './error-panel.tsx';
import type { Trouble } from './trouble.ts';

interface Question {
  /** "Delete daily_delays?" */
  title: string;
  /** What will happen: objects, environment, count. */
  body: ReactNode;
  /** The button's verb with its object: "Delete model". */
  verb: string;
  danger?: boolean;
  /** Must be typed before the button works. */
  typedName?: string;
  /** Enter, pressed in passing, means no. */
  cautious?: boolean;
}

/** Asks before something happens; resolves to what was answered. Focus goes back where it was. */
export function confirm(question: Question): Promise<boolean> {
  return new Promise(resolve => {
    const id = modals.open({
      title: question.title,
      onClose: () => resolve(false),
      children: (
        <Confirmation
          {...question}
          onAnswer={answer => {
            resolve(answer);
            modals.close(id);
          }}
        />
      ),
    });
  });
}

function Confirmation({
  body,
  verb,
  danger,
  typedName,
  cautious = false,
  onAnswer,
}: Question & { onAnswer: (answer: boolean) => void }) {
  const [typed, setTyped] = useState('');
  const ready = typedName === undefined || typed.trim() === typedName;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) onAnswer(true);
  };
  return (
    <form onSubmit={submit}>
      <div className={classes.body}>{body}</div>
      {typedName !== undefined && (
        <TextInput
          label={`Type ${typedName} to go on`}
          value={typed}
          onChange={event => setTyped(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          mt="md"
        />
      )}
      <Group justify="flex-end" gap="sm" mt="lg">
        <Button data-autofocus={cautious || undefined} onClick={() => onAnswer(false)}>
          Cancel
        </Button>
        <Button
          type="submit"
          variant="filled"
          color={danger ? 'red' : 'accent'}
          disabled={!ready}
          data-autofocus={(typedName === undefined && !cautious) || undefined}
        >
          {verb}
        </Button>
      </Group>
    </form>
  );
}

interface WhyQuestion extends Pick<Question, 'title' | 'body' | 'verb' | 'danger'> {
  /** The other button, where "Cancel" could be taken for what is asked. */
  no?: string;
}

/** Asks why something is to happen, and whether; resolves to the reason, which may be empty, or null for "no". */
export function askWhy(question: WhyQuestion): Promise<string | null> {
  return new Promise(resolve => {
    const id = modals.open({
      title: question.title,
      onClose: () => resolve(null),
      children: (
        <Reason
          {...question}
          onAnswer={answer => {
            resolve(answer);
            modals.close(id);
          }}
        />
      ),
    });
  });
}

function Reason({
  body,
  verb,
  danger,
  no = 'Cancel',
  onAnswer,
}: WhyQuestion & { onAnswer: (answer: string | null) => void }) {
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onAnswer(reason.trim());
  };
  return (
    <form onSubmit={submit}>
      <div className={classes.body}>{body}</div>
      <TextInput
        label="Why"
        maxLength={500}
        value={reason}
        onChange={event => setReason(event.currentTarget.value)}
        data-autofocus
        mt="md"
      />
      <Group justify="flex-end" gap="sm" mt="lg">
        <Button onClick={() => onAnswer(null)}>{no}</Button>
        <Button type="submit" variant="filled" color={danger ? 'red' : 'accent'}>
          {verb}
        </Button>
      </Group>
    </form>
  );
}

/** Shows why something did not happen, for as long as the person wants to read it. */
export function explain(trouble: Trouble): void {
  const id = modals.open({
    title: trouble.title,
    children: (
      <>
        <ErrorPanel trouble={{ ...trouble, title: '' }} />
        <Group justify="flex-end" mt="lg">
          <Button data-autofocus onClick={() => modals.close(id)}>
            Close
          </Button>
        </Group>
      </>
    ),
  });
}
