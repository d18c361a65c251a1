import { Tooltip } from '@mantine/core';
import { Link } from 'wouter';
import { features } from '../features/index.ts';
import { shortcutText } from '../ui/shortcut.ts';
import classes from './rail.module.css';

interface Props {
  current: string | undefined;
  hrefOf: (id: string) => string;
}

export function Rail({ current, hrefOf }: Props) {
  return (
    <nav className={classes.rail} aria-label="Areas">
      {features.map(({ id, title, icon: Icon, goKey }) => (
        <Tooltip key={id} position="right" label={`${title} (${shortcutText(`g ${goKey}`)})`}>
          <Link
            href={hrefOf(id)}
            className={classes.item}
            aria-label={title}
            aria-current={id === current ? 'page' : undefined}
          >
            <Icon size={20} stroke={1.6} aria-hidden />
          </Link>
        </Tooltip>
      ))}
    </nav>
  );
}
