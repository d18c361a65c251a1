import { Menu } from '@mantine/core';
import { KeyHint } from '../key-hint.tsx';
import type { GridTableColumn } from './use-grid-table.ts';
import { copyText } from '../copy.ts';

interface Props {
  column: GridTableColumn | undefined;
  columnName: string;
  onCopy: (withNames: boolean) => void;
  onOpen: () => void;
  onSelectAll: () => void;
}

export function GridMenu({ column, columnName, onCopy, onOpen, onSelectAll }: Props) {
  const pinned = column?.getIsPinned() === 'start';
  return (
    <Menu.Dropdown>
      <Menu.Item rightSection={<KeyHint keys="mod+c" />} onClick={() => onCopy(false)}>
        Copy
      </Menu.Item>
      <Menu.Item rightSection={<KeyHint keys="mod+shift+c" />} onClick={() => onCopy(true)}>
        Copy with column names
      </Menu.Item>
      <Menu.Item rightSection={<KeyHint keys="Enter" />} onClick={onOpen}>
        Show value
      </Menu.Item>
      <Menu.Item rightSection={<KeyHint keys="mod+a" />} onClick={onSelectAll}>
        Select all
      </Menu.Item>
      <Menu.Divider />
      <Menu.Label>{columnName}</Menu.Label>
      <Menu.Item onClick={() => void copyText(columnName, 'Name')}>Copy name</Menu.Item>
      <Menu.Item onClick={() => column?.toggleSorting(false)}>Sort ascending</Menu.Item>
      <Menu.Item onClick={() => column?.toggleSorting(true)}>Sort descending</Menu.Item>
      <Menu.Item disabled={!column?.getIsSorted()} onClick={() => column?.clearSorting()}>
        Order as returned
      </Menu.Item>
      <Menu.Item onClick={() => column?.pin(pinned ? false : 'start')}>
        {pinned ? 'Unpin column' : 'Pin column'}
      </Menu.Item>
    </Menu.Dropdown>
  );
}
