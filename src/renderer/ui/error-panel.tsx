import { Button, Group } from '@mantine/core';
import { IconAlertTriangle, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { copyText } from './copy.ts';
import classes from './error-panel.module.css';
import { sizes } from './theme.ts';
import { type Trouble, troubleText } from './trouble.ts';

interface Props {
  trouble: Trouble;
  /** Buttons besides copying. */
  children?: ReactNode;
}

export function ErrorPanel({ trouble, children }: Props) {
  const { title, message, hint, problems = [], code } = trouble;
  return (
    <div className={classes.panel} role="alert">
      <IconAlertTriangle size={sizes.icon} className={classes.icon} aria-hidden />
      <div className={classes.text}>
        <p className={classes.title}>{title}</p>
        <p className={classes.message}>{message}</p>
        {problems.length > 0 && (
          <ul className={classes.problems}>
            {problems.map(problem => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        )}
        {hint && <p className={classes.hint}>{hint}</p>}
        <Group gap="xs" mt="xs">
          {children}
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconCopy size={sizes.iconSmall} aria-hidden />}
            onClick={() => void copyText(troubleText(trouble), 'Details')}
          >
            Copy details
          </Button>
          {code && <span className={classes.code}>{code}</span>}
        </Group>
      </div>
    </div>
  );
}
