import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import type { Environment } from '../../shared/contract/environments.ts';
import { sizes } from '../ui/theme.ts';
import { EnvironmentChip } from './environment-chip.tsx';

interface Props {
  /** What the choice is for: "Preview in". */
  label: string;
  environments: readonly Environment[];
  value: Environment | undefined;
  onChoose: (id: number) => void;
  /** For the status bar: without an arrow, as high as the bar. */
  compact?: boolean;
}

export function EnvironmentSelect({ label, environments, value, onChoose, compact = false }: Props) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          px="xs"
          disabled={environments.length === 0}
          aria-label={`${label}: ${value?.name ?? 'no environment'}`}
          h={compact ? '100%' : undefined}
          fz="inherit"
          rightSection={compact ? undefined : <IconChevronDown size={sizes.iconSmall} aria-hidden />}
        >
          {value ? <EnvironmentChip environment={value} /> : 'No environment'}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{label}</Menu.Label>
        <Menu.RadioGroup value={String(value?.id ?? '')} onChange={id => onChoose(Number(id))}>
          {environments.map(environment => (
            <Menu.RadioItem key={environment.id} value={String(environment.id)}>
              <EnvironmentChip environment={environment} />
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
