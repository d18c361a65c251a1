import { Button, Popover, UnstyledButton } from '@mantine/core';
import { IconBell, IconBellFilled } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Notice } from '../ui/notice-list.ts';
import { clearNotices, markNoticesSeen, useNotices } from '../ui/notices.ts';
import { counted } from '../ui/numbers.ts';
import { RelativeTime } from '../ui/time-text.tsx';
import classes from './notification-centre.module.css';

/** What happened while nobody may have looked. */
export function NotificationCentre() {
  const [opened, setOpened] = useState(false);
  const notices = useNotices();
  const unseen = notices.filter(notice => !notice.seen).length;
  const change = (next: boolean) => {
    setOpened(next);
    if (!next) markNoticesSeen();
  };
  return (
    <Popover
      opened={opened}
      onChange={change}
      position="top-end"
      trapFocus
      returnFocus
      width={360}
      shadow="md"
    >
      <Popover.Target>
        <UnstyledButton
          className={classes.bell}
          aria-label={unseen > 0 ? counted(unseen, 'new notification') : 'Notifications'}
          onClick={() => change(!opened)}
        >
          {unseen > 0 ? <IconBellFilled size={13} aria-hidden /> : <IconBell size={13} aria-hidden />}
          {unseen > 0 && unseen}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <div className={classes.head}>
          <h2>Notifications</h2>
          <Button
            variant="subtle"
            color="gray"
            disabled={notices.length === 0}
            onClick={clearNotices}
            data-autofocus
          >
            Clear
          </Button>
        </div>
        {notices.length === 0 ? (
          <p className={classes.empty}>Failed runs and the like will be listed here.</p>
        ) : (
          <ul className={classes.list}>
            {notices.map(notice => (
              <Entry key={notice.id} notice={notice} onFollow={() => change(false)} />
            ))}
          </ul>
        )}
        <p className={classes.foot}>
          <Link href="/notifications" onClick={() => change(false)}>
            Channels and rules
          </Link>{' '}
          tell it elsewhere, too.
        </p>
      </Popover.Dropdown>
    </Popover>
  );
}

function Entry({ notice, onFollow }: { notice: Notice; onFollow: () => void }) {
  return (
    <li className={classes.entry} data-tone={notice.tone} data-new={!notice.seen || undefined}>
      <div className={classes.line}>
        {notice.href === undefined ? (
          <span>{notice.title}</span>
        ) : (
          <Link href={notice.href} onClick={onFollow}>
            {notice.title}
          </Link>
        )}
        <span className={classes.time}>
          <RelativeTime at={new Date(notice.atMs).toISOString()} />
        </span>
      </div>
      {notice.message && <p className={classes.message}>{notice.message}</p>}
    </li>
  );
}
