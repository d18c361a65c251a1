import { IconCircleCheck, IconKeyOff } from '@tabler/icons-react';
import type { SecretState } from '../../../../shared/contract/notifications.ts';
import { StateChip } from '../../../ui/chip.tsx';

/** Whether a secret has a value; never what it is. */
export function SecretStateChip({ source }: Pick<SecretState, 'source'>) {
  return source === null ? (
    <StateChip tone="warning" icon={IconKeyOff}>
      not set
    </StateChip>
  ) : (
    <StateChip tone="success" icon={IconCircleCheck}>
      set
    </StateChip>
  );
}
