import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { copyText } from './copy.ts';
import classes from './copyable.module.css';

interface Props {
  text: string;
  /** What it is: "Query id". */
  what: string;
  /** What is shown instead of the whole text. */
  shown?: string;
}

/** An id or a name with a button that copies it. */
export function Copyable({ text, what, shown }: Props) {
  return (
    <span className={classes.copyable}>
      <span className={classes.text} title={shown === undefined ? undefined : text}>
        {shown ?? text}
      </span>
      <Tooltip label={`Copy ${what.toLowerCase()}`}>
        <ActionIcon
          size="xs"
          aria-label={`Copy ${what.toLowerCase()} ${text}`}
          onClick={() => void copyText(text, what)}
        >
          <IconCopy size={12} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </span>
  );
}
