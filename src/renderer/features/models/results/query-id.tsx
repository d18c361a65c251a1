import { ActionIcon } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { copyText } from '../../../ui/copy.ts';
import classes from './results.module.css';

/** The beginning of a query's id, and a button that copies all of it. */
export function QueryId({ id }: { id: string }) {
  return (
    <span className={classes.id}>
      <span title={id}>query {id.slice(0, 8)}</span>
      <ActionIcon size="xs" aria-label="Copy query id" onClick={() => void copyText(id, 'Query id')}>
        <IconCopy size={12} aria-hidden />
      </ActionIcon>
    </span>
  );
}
