import { Button, Group, Modal } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { copyText } from '../copy.ts';
import { formatCount } from '../numbers.ts';
import { sizes } from '../theme.ts';
import classes from './data-grid.module.css';
import { type GridColumn, type GridValue, valueText } from './grid-model.ts';
import type { Place } from './use-grid-selection.ts';

interface Props {
  place: Place | null;
  column: GridColumn | undefined;
  value: GridValue;
  onClose: () => void;
}

/** One value, whole. */
export function CellDialog({ place, column, value, onClose }: Props) {
  const text = wholeText(value);
  return (
    <Modal
      opened={place !== null}
      onClose={onClose}
      size={sizes.dialogWide}
      title={`${column?.name ?? ''}, row ${formatCount((place?.row ?? 0) + 1)}`}
      returnFocus={false}
    >
      {text === null ? (
        <p className={classes.none}>NULL</p>
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it
        <pre className={classes.whole} tabIndex={0}>
          {text}
        </pre>
      )}
      <Group justify="space-between" mt="md">
        <span className={classes.headType}>{column?.type}</span>
        <Button
          leftSection={<IconCopy size={sizes.iconSmall} aria-hidden />}
          disabled={text === null}
          onClick={() => void copyText(text ?? '', 'Value')}
        >
          Copy value
        </Button>
      </Group>
    </Modal>
  );
}

/** Structures are laid out, also those that came as text. */
function wholeText(value: GridValue): string | null {
  if (typeof value === 'object' && value !== null) return JSON.stringify(value, null, 2);
  const text = valueText(value);
  if (text === null || !/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
