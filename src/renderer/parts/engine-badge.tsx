import { IconDatabase, IconSnowflake } from '@tabler/icons-react';
import type { EngineName } from '../../shared/domain/engines.ts';
import { LabelChip } from '../ui/chip.tsx';
import { engineAbout, engineWords } from './engine-words.ts';

const icons = { duckdb: IconDatabase, snowflake: IconSnowflake };

/** Which engine something runs on. */
export function EngineBadge({ engine }: { engine: EngineName }) {
  return (
    <LabelChip icon={icons[engine]} title={engineAbout[engine]}>
      {engineWords[engine]}
    </LabelChip>
  );
}
