import { ActionIcon, Button, Textarea } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Markdown } from '../../../ui/markdown/markdown.tsx';
import { sizes } from '../../../ui/theme.ts';
import classes from './docs.module.css';

interface Props {
  /** What the text is about: "the model", "the column DAY". */
  about: string;
  title: ReactNode;
  value: string;
  /** Why a text cannot be taken; undefined where it can. */
  problemOf: (text: string) => string | undefined;
  onChange: (text: string) => void;
}

/** A text in Markdown: shown as it reads, and edited as it is written. What can be taken is taken at once. */
export function MarkdownField({ about, title, value, problemOf, onChange }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const isEditing = typed !== null;
  useEffect(() => {
    if (isEditing) field.current?.focus();
  }, [isEditing]);
  const problem = typed === null ? undefined : problemOf(typed);
  const close = () => {
    setTyped(null);
    requestAnimationFrame(() => button.current?.focus());
  };
  const head = (
    <div className={classes.head}>
      <span className={classes.title}>{title}</span>
      {typed === null && (
        <ActionIcon
          ref={button}
          size="sm"
          aria-label={`Edit what is written about ${about}`}
          onClick={() => setTyped(value)}
        >
          <IconPencil size={sizes.iconSmall} aria-hidden />
        </ActionIcon>
      )}
    </div>
  );
  if (typed === null) {
    return (
      <>
        {head}
        {value === '' ? <p className={classes.none}>Nothing written yet</p> : <Markdown text={value} />}
      </>
    );
  }
  return (
    <>
      {head}
      <Textarea
        aria-label={`What is written about ${about}, in Markdown`}
        autosize
        minRows={3}
        maxRows={20}
        ref={field}
        // What was taken is what there is, whoever wrote it.
        value={problem === undefined ? value : typed}
        error={problem && `Not taken: ${problem}`}
        onChange={event => {
          const text = event.currentTarget.value;
          setTyped(text);
          if (problemOf(text) === undefined) onChange(text);
        }}
        onKeyDown={event => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          event.stopPropagation();
          close();
        }}
      />
      <div className={classes.foot}>
        <span className={classes.hint}>Markdown; saved as you type</span>
        <Button onClick={close} disabled={problem !== undefined}>
          Done
        </Button>
      </div>
    </>
  );
}
