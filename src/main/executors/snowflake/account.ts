import type { SnowflakeConnection } from '../../../shared/contract/connections.ts';
import { foreignHosts } from '../../../shared/domain/hosts.ts';
import { executionError } from '../failures.ts';
import type { ProxyOptions } from './driver.ts';

/** Where an account is. */
export interface Account {
  /** Without a slash at its end. */
  accessUrl: string;
  /** Its name alone. */
  host: string;
  proxy: ProxyOptions | undefined;
  /** This machine itself: no proxy lies between. */
  local: boolean;
}

export function accountOf(definition: SnowflakeConnection): Account {
  const accessUrl = (definition.access_url ?? `https://${usualHost(definition.account)}`).replace(/\/+$/, '');
  const host = new URL(accessUrl).hostname;
  const local = host === 'localhost' || host === '[::1]' || host.startsWith('127.');
  const proxy = local ? undefined : definition.network?.proxy;
  return { accessUrl, host, proxy: proxy === undefined ? undefined : proxyOptions(new URL(proxy)), local };
}

/** As Snowflake names its hosts; underscores are not for names of hosts, and stand for hyphens. */
function usualHost(account: string): string {
  const name = account
    .toLowerCase()
    .replaceAll('_', '-')
    .replace(/\.us-west-2$/, '');
  return `${name}.snowflakecomputing.${/\.cn-/.test(name) ? 'cn' : 'com'}`;
}

function proxyOptions({ hostname, port }: URL): ProxyOptions {
  return { host: hostname, port: Number(port === '' ? 80 : port), protocol: 'http' };
}

/** Throws `host_not_trusted` before anything is sent to a host that nobody of this workspace vouched for. */
export function assertTrusted(definition: SnowflakeConnection, trustedHosts: string[]): void {
  const strangers = foreignHosts(definition).filter(host => !trustedHosts.includes(host));
  if (strangers.length === 0) return;
  const named = strangers.map(host => `"${host}"`).join(' and ');
  throw executionError({
    code: 'host_not_trusted',
    message: `"${definition.name}" would send what signs in to ${named}, which nobody here has said to trust`,
    sqlstate: '28000',
    hint: `If you know ${strangers.length === 1 ? 'this host' : 'these hosts'}: slipway connection trust ${definition.name} ${strangers.join(' ')}`,
  });
}
