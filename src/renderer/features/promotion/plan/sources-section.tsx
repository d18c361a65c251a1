import { IconCheck, IconQuestionMark, IconX } from '@tabler/icons-react';
import type { Plan } from '../../../../shared/contract/promotion.ts';
import { StateChip } from '../../../ui/chip.tsx';
import { isOpen } from '../promotion-words.ts';
import classes from './plan.module.css';
import { Section } from './section.tsx';

/** What is read, under the environment's mapping, and whether it is there. */
export function SourcesSection({ plan: { sources, state } }: { plan: Plan }) {
  return (
    <Section title="Sources">
      {sources.length === 0 ? (
        <p className={classes.quiet}>It reads no tables.</p>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Written</th>
              <th scope="col">Reads</th>
              <th scope="col">{isOpen(state) ? 'Exists' : 'Existed, when planned'}</th>
            </tr>
          </thead>
          <tbody>
            {sources.map(({ written, reads, exists }) => (
              <tr key={`${written} ${reads}`}>
                <td className={classes.code}>{written}</td>
                <td className={classes.code}>
                  {reads === written ? <span className={classes.quiet}>the same</span> : reads}
                </td>
                <td>
                  <Exists exists={exists} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

function Exists({ exists }: { exists: boolean | null }) {
  if (exists === null) {
    return (
      <StateChip tone="waiting" icon={IconQuestionMark}>
        not known
      </StateChip>
    );
  }
  return exists ? (
    <StateChip tone="success" icon={IconCheck}>
      yes
    </StateChip>
  ) : (
    <StateChip tone="danger" icon={IconX}>
      missing
    </StateChip>
  );
}
