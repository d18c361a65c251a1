import { IconPencil } from '@tabler/icons-react';
import { LabelChip } from '../../../ui/chip.tsx';
import { useIsStillThere } from '../drafts/drafts.ts';
import type { TextPart } from '../parts.ts';
import { useModelPage } from '../workbench.ts';

/** What was run, and whether the draft says something else by now. */
export function PartLabel({ part }: { part: TextPart }) {
  const { draft } = useModelPage();
  const isThere = useIsStillThere(draft, part);
  return (
    <>
      <span>{part.label}</span>
      {!isThere && (
        <LabelChip tone="warning" icon={IconPencil}>
          of an earlier text
        </LabelChip>
      )}
    </>
  );
}
