import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { namePattern } from '../../../shared/domain/names.ts';
import type { SecretKind } from '../../../shared/domain/secrets.ts';
import { api } from '../../api.ts';
import { SecretStateChip } from './secret-state.tsx';
import classes from './secrets.module.css';
import { type OnSet, SetSecret } from './set-secret.tsx';
import { isKept, whereItIs } from './words.ts';

interface Props {
  /** Of the secret, as a definition names it. */
  name: string;
  /** What it is to whoever is looking; decides how its value is asked for. Default: what those that name it say. */
  kind?: SecretKind | undefined;
  /** It was given a value here. */
  onSet?: OnSet | undefined;
}

/**
 * Whether a secret is set and where it is kept, in a line, with a button that sets or replaces it. For a name that is being
 * typed, too: nothing is shown until it is one.
 */
export function SecretStatus({ name, kind, onSet }: Props) {
  const isName = namePattern.test(name);
  const { data } = useQuery(api.secrets.get.queryOptions({ input: { secret: name }, enabled: isName }));
  const [setting, setSetting] = useState(false);
  if (!isName || !data) return null;
  const where = whereItIs(name, data);
  return (
    <p className={classes.status}>
      <SecretStateChip source={data.source} problem={data.problem} />
      {(data.problem ?? where) && <span className={classes.source}>{data.problem ?? where}</span>}
      <Button onClick={() => setSetting(true)} aria-label={`${isKept(data) ? 'Replace' : 'Set'} ${name}…`}>
        {isKept(data) ? 'Replace…' : 'Set…'}
      </Button>
      {setting && <SetSecret name={name} kind={kind} onSet={onSet} onClose={() => setSetting(false)} />}
    </p>
  );
}
