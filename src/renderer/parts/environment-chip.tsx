import { IconLock } from '@tabler/icons-react';
import type { Environment } from '../../shared/contract/environments.ts';
import { HueChip } from '../ui/chip.tsx';

/** An environment's name on its colour; a lock tells that it is protected. */
export function EnvironmentChip({
  environment,
}: {
  environment: Pick<Environment, 'name' | 'colour' | 'protected'>;
}) {
  return (
    <HueChip hue={environment.colour} icon={environment.protected ? IconLock : undefined}>
      {environment.name}
    </HueChip>
  );
}
