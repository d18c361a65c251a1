import { Button } from '@mantine/core';
import { IconShieldQuestion } from '@tabler/icons-react';
import type { Connection, ConnectionDefinition } from '../../../../shared/contract/connections.ts';
import { client } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { confirm, explain } from '../../../ui/dialogs.tsx';
import { sizes } from '../../../ui/theme.ts';
import { namesInShort } from '../environments-data.ts';
import { sentTo } from './authenticators.ts';
import classes from './connections.module.css';

/** Hosts of a saved connection that nobody trusts yet. */
export function untrustedOf({ foreign_hosts }: Pick<Connection, 'foreign_hosts'>): string[] {
  return foreign_hosts.filter(({ trusted }) => !trusted).map(({ host }) => host);
}

/** Names the hosts and what each will be sent; nothing is sent to them before the answer is yes. */
export function confirmTrust(definition: ConnectionDefinition, hosts: readonly string[]): Promise<boolean> {
  const name = definition.name === '' ? 'The connection' : definition.name;
  return confirm({
    title: hosts.length === 1 ? `Trust ${hosts[0] ?? ''}?` : `Trust ${hosts.length} hosts?`,
    body: (
      <div className={classes.trust}>
        <p>
          {name} is set up to talk to {hosts.length === 1 ? 'a host that is' : 'hosts that are'} not one of
          Snowflake’s. Whoever runs {hosts.length === 1 ? 'it' : 'them'} will be able to see:
        </p>
        {hosts.map(host => (
          <section key={host} aria-label={host}>
            <h3>
              <code className={classes.host}>{host}</code>
            </h3>
            <ul>
              {sentTo(definition, host).map(line => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </section>
        ))}
        <p>
          Trust it only where you know who runs it: a private link, a proxy or an identity provider of yours.
          Nothing has been sent there yet.
        </p>
      </div>
    ),
    verb: hosts.length === 1 ? 'Trust this host' : 'Trust these hosts',
    danger: true,
    cautious: true,
  });
}

/** Asks, and lets a saved connection use the hosts it names; resolves to whether it may. */
export async function trustSaved(
  connection: Pick<Connection, 'id' | 'name' | 'definition'>,
  hosts: readonly string[],
): Promise<boolean> {
  if (!(await confirmTrust(connection.definition, hosts))) return false;
  return await keepTrust(connection, hosts);
}

/** Keeps with a saved connection what was answered before; resolves to whether that worked. */
export async function keepTrust(
  { id, name }: Pick<Connection, 'id' | 'name'>,
  hosts: readonly string[],
): Promise<boolean> {
  try {
    await client.connections.trust({ connection: String(id), hosts: [...hosts] });
    return true;
  } catch (error) {
    explain(troubleOf(error, `${name} was not allowed to use ${namesInShort(hosts)}`));
    return false;
  }
}

interface Props {
  name: string;
  hosts: readonly string[];
  onTrust: () => void;
}

/** Where a connection names hosts that nobody trusts yet: nothing is sent there until somebody does. */
export function TrustNotice({ name, hosts, onTrust }: Props) {
  if (hosts.length === 0) return null;
  return (
    <div className={classes.notice} data-tone="warning" role="alert">
      <IconShieldQuestion size={sizes.icon} className={classes.noticeIcon} aria-hidden />
      <p>
        {name === '' ? 'This connection' : name} asks for trust: it would send what signs in to{' '}
        {hosts.map((host, index) => (
          <span key={host}>
            {index > 0 && (index === hosts.length - 1 ? ' and ' : ', ')}
            <code className={classes.host}>{host}</code>
          </span>
        ))}
        , which {hosts.length === 1 ? 'is not one of Snowflake’s hosts' : 'are not Snowflake’s hosts'}. Until
        somebody says yes, nothing is sent there.
      </p>
      <Button onClick={onTrust}>Look and decide…</Button>
    </div>
  );
}
