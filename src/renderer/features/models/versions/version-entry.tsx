import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconFileImport, IconTag } from '@tabler/icons-react';
import type { SearchHit, VersionSummary } from '../../../../shared/contract/models.ts';
import { LabelChip } from '../../../ui/chip.tsx';
import { sizes } from '../../../ui/theme.ts';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { MatchLines } from '../search/match-lines.tsx';
import { useModelPage } from '../workbench.ts';
import { VersionMenuItems } from './version-menu.tsx';
import classes from './versions.module.css';

interface Props {
  version: VersionSummary;
  /** The version before; 0 where there is none. */
  previous: number;
  /** What was found in it, where it was looked for. */
  hit?: SearchHit | undefined;
}

export function VersionEntry({ version, previous, hit }: Props) {
  const { compare, model } = useModelPage();
  const jobs = (tag: string) => model.jobs.filter(job => job.runs.toLowerCase() === tag.toLowerCase());
  return (
    <Menu>
      <Menu.ContextMenu>
        <li className={classes.entry}>
          <div className={classes.line}>
            <button
              type="button"
              className={classes.open}
              title={previous > 0 ? `What v${version.number} changed` : `v${version.number} and the draft`}
              onClick={() =>
                previous > 0
                  ? compare(String(previous), String(version.number))
                  : compare(String(version.number), 'draft')
              }
            >
              v{version.number}
            </button>
            <span className={classes.tags}>
              {version.tags.map(tag => (
                <LabelChip key={tag} icon={IconTag} title={tagTitle(tag, jobs(tag))}>
                  {tag}
                </LabelChip>
              ))}
            </span>
            <span className={classes.time}>
              <RelativeTime at={version.created_at} />
            </span>
            <Menu>
              <Menu.Target>
                <ActionIcon size="sm" aria-label={`More about v${version.number}`}>
                  <IconDots size={sizes.iconSmall} aria-hidden />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <VersionMenuItems version={version} previous={previous} />
              </Menu.Dropdown>
            </Menu>
          </div>
          <p className={classes.message}>
            {version.message === '' ? <i className={classes.none}>no message</i> : version.message}
          </p>
          <p className={classes.author}>
            <span className={classes.name}>{version.author}</span>
            {version.origin && (
              <LabelChip icon={IconFileImport} title={`Imported from ${version.origin.path}`}>
                {version.origin.path.split('/').at(-1)}
              </LabelChip>
            )}
          </p>
          {hit && <MatchLines hit={hit} />}
        </li>
      </Menu.ContextMenu>
      <Menu.Dropdown>
        <VersionMenuItems version={version} previous={previous} />
      </Menu.Dropdown>
    </Menu>
  );
}

function tagTitle(tag: string, jobs: readonly { name: string }[]): string {
  return jobs.length === 0 ? `Tag ${tag}` : `Tag ${tag}: ${jobs.map(job => job.name).join(', ')} runs it`;
}
