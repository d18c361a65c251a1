import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Channel } from '../../../../shared/contract/notifications.ts';
import { navigate } from '../../../location.ts';
import { sizes } from '../../../ui/theme.ts';
import { FormSection } from '../../environments/form/form-section.tsx';
import classes from '../notifications.module.css';
import { newRuleHref, ruleHref, useRules } from '../notifications-data.ts';
import { ofWhat, tellsAbout } from '../words.ts';

/** The rules that send to a channel, and a way to make one. */
export function SendingRules({ channel }: { channel: Channel }) {
  const { rules } = useRules();
  const sending = rules.filter(({ name }) => channel.rules.includes(name));
  return (
    <FormSection title="Rules" description="Without a rule nothing is sent but tests.">
      {sending.length > 0 && (
        <ul className={classes.rules}>
          {sending.map(({ id, name, definition }) => (
            <li key={id}>
              <Link href={ruleHref(id)}>{name}</Link>{' '}
              <span className={classes.dim}>
                {definition.enabled === false && 'off, '}
                {tellsAbout(definition)} of {ofWhat(definition)}
              </span>
            </li>
          ))}
        </ul>
      )}
      <div>
        <Button
          leftSection={<IconPlus size={sizes.iconSmall} aria-hidden />}
          onClick={() => navigate(newRuleHref(channel.name))}
        >
          New rule…
        </Button>
      </div>
    </FormSection>
  );
}
