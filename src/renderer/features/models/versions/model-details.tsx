import { Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { LabelChip } from '../../../ui/chip.tsx';
import { sizes } from '../../../ui/theme.ts';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { openModelDialog } from '../dialogs/dialog-state.ts';
import { OriginFact } from '../origin/origin-fact.tsx';
import { useModelPage } from '../workbench.ts';
import classes from './versions.module.css';

export function ModelDetails() {
  const { model } = useModelPage();
  const none = <span className={classes.none}>none</span>;
  return (
    <div className={classes.details}>
      <dl>
        <Fact name="Description">{model.description === '' ? none : model.description}</Fact>
        <Fact name="Owner">{model.owner === '' ? none : model.owner}</Fact>
        <Fact name="Labels">
          {model.labels.length === 0
            ? none
            : model.labels.map(label => <LabelChip key={label}>{label}</LabelChip>)}
        </Fact>
        <Fact name="File">
          <OriginFact />
        </Fact>
        <Fact name="Created">
          <RelativeTime at={model.created_at} />
        </Fact>
        <Fact name="Updated">
          <RelativeTime at={model.updated_at} />
        </Fact>
      </dl>
      <Button
        leftSection={<IconPencil size={sizes.iconSmall} aria-hidden />}
        onClick={() => openModelDialog({ kind: 'details', model })}
      >
        Rename and describe…
      </Button>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
