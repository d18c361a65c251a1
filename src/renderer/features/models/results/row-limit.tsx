import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { counted } from '../../../ui/numbers.ts';
import { sizes } from '../../../ui/theme.ts';
import { rowLimits, useRowLimit } from '../use-model-commands.ts';
import classes from './results.module.css';

/** How many rows the next preview fetches at most. */
export function RowLimit() {
  const [limit, setLimit] = useRowLimit();
  return (
    <Menu>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          className={classes.small}
          rightSection={<IconChevronDown size={sizes.iconSmall} aria-hidden />}
        >
          Up to {counted(limit, 'row')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Rows the next preview fetches</Menu.Label>
        <Menu.RadioGroup value={String(limit)} onChange={value => setLimit(Number(value))}>
          {rowLimits.map(rows => (
            <Menu.RadioItem key={rows} value={String(rows)}>
              {counted(rows, 'row')}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
