import { IconCircleCheck, IconKeyOff, IconLock, IconQuestionMark } from '@tabler/icons-react';
import type { SecretState } from '../../../shared/contract/secrets.ts';
import { StateChip } from '../../ui/chip.tsx';

/** Whether a secret has a value, and whether that can be read now; never what it is. */
export function SecretStateChip({ source, problem }: SecretState) {
  if (source !== null) {
    return problem === null ? (
      <StateChip tone="success" icon={IconCircleCheck}>
        set
      </StateChip>
    ) : (
      <StateChip tone="warning" icon={IconLock}>
        locked
      </StateChip>
    );
  }
  return problem === null ? (
    <StateChip tone="warning" icon={IconKeyOff}>
      not set
    </StateChip>
  ) : (
    <StateChip tone="warning" icon={IconQuestionMark}>
      not known
    </StateChip>
  );
}
