/** Ends of the names of hosts that are Snowflake's own. */
const snowflakeDomains = ['snowflakecomputing.com', 'snowflakecomputing.cn'];

const address =
  /^(?<scheme>https?):\/\/(?<host>(?<name>[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?)(?<path>[/?#][^\s\\]*)?$/i;

interface Address {
  scheme: 'http' | 'https';
  /** Name and port, lower case. */
  host: string;
  name: string;
}

/** The parts of an address that is written plainly: no user in it, nothing that programs read in different ways. */
function parseAddress(text: string): Address | null {
  const { scheme, host, name } = address.exec(text)?.groups ?? {};
  if (scheme === undefined || host === undefined || name === undefined) return null;
  return {
    scheme: scheme.toLowerCase() === 'http' ? 'http' : 'https',
    host: host.toLowerCase(),
    name: name.toLowerCase(),
  };
}

/**
 * What is wrong with an address that what signs in is sent to; undefined where nothing is. Without TLS it may go to this
 * machine alone.
 */
export function signInAddressProblem(text: string): string | undefined {
  const parsed = parseAddress(text);
  if (!parsed) return 'must be an address such as https://host.example.com, without user and password';
  if (parsed.scheme === 'http' && !isLoopback(parsed.name)) {
    return 'must begin with https://: what signs in would cross the network unencrypted';
  }
  if (/[?#]/.test(text))
    return 'must end before "?" and "#": what follows them may be a secret, and this is stored';
  return undefined;
}

/** The host of an address, with its port where it has one, as `foreignHosts` names it; undefined where it has none. */
export function hostOf(text: string): string | undefined {
  return parseAddress(text)?.host;
}

/** Fields of a connection that name hosts. */
interface HostFields {
  access_url?: string | undefined;
  oauth?: { token_url: string } | undefined;
}

/**
 * Hosts that a connection sends what signs in to and that are not Snowflake's own, with their ports. A definition may
 * come from anybody, so a person of this workspace has to trust them before the first use.
 */
export function foreignHosts({ access_url, oauth }: HostFields): string[] {
  const hosts = [access_url, oauth?.token_url].flatMap(url => {
    const parsed = url === undefined ? null : parseAddress(url);
    return parsed && !isSnowflakes(parsed) ? [parsed.host] : [];
  });
  return [...new Set(hosts)];
}

function isSnowflakes({ scheme, name }: Address): boolean {
  return scheme === 'https' && snowflakeDomains.some(domain => name.endsWith(`.${domain}`));
}

function isLoopback(name: string): boolean {
  return name === 'localhost' || name === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name);
}
