import type { Connection } from '../../../shared/contract/connections.ts';
import { placeText } from './secrets.ts';
import type { Cell, Span } from './table.ts';
import type { Terminal } from './terminal.ts';
import { safe } from './text.ts';
import { moment } from './times.ts';

export function connectionList(connections: Connection[], terminal: Terminal): string {
  if (connections.length === 0) return 'There are no connections.';
  return terminal.table(
    [
      { title: 'connection' },
      { title: 'engine', keep: true },
      { title: 'account', optional: 2 },
      { title: 'signs in with', optional: 1 },
      { title: 'state' },
      { title: 'environments' },
    ],
    connections.map<Cell[]>(connection => [
      connection.name,
      connection.engine,
      'account' in connection.definition ? connection.definition.account : '',
      'authenticator' in connection.definition ? connection.definition.authenticator : '',
      stateOf(connection),
      connection.environments.join(', '),
    ]),
  );
}

/** What keeps it from signing in. */
function stateOf(connection: Connection): Span {
  const { secrets, legacy } = connection;
  const missing = secrets.flatMap(({ name, source, problem }) =>
    problem !== null ? `${name} cannot be read` : source === null ? `${name} not set` : [],
  );
  const strange = untrusted(connection).map(host => `${host} not trusted`);
  const problems = [...missing, ...strange];
  if (problems.length > 0) return { text: `✗ ${problems.join(', ')}`, style: 'red' };
  if (legacy !== null) return { text: '! legacy sign-in', style: 'yellow' };
  return { text: '✓ ready', style: 'green' };
}

/** Hosts it names that nobody trusts yet. */
export function untrusted({ foreign_hosts }: Connection): string[] {
  return foreign_hosts.filter(({ trusted }) => !trusted).map(({ host }) => host);
}

export function untrustedText(connection: string, host: string): string {
  return `${connection} names ${host}, which nobody trusts yet, and sends nothing there: slipway connection trust ${connection} ${host}`;
}

function secretSpan({ name, source, problem }: Connection['secrets'][number]): Span {
  if (problem !== null) return { text: `✗ ${problem}`, style: 'red' };
  if (source === null) return { text: '✗ not set', style: 'red' };
  return { text: `✓ ${placeText({ name, source })}`, style: 'green' };
}

export function connectionText(
  connection: Connection,
  terminal: Terminal,
  writeYaml: (value: unknown) => string,
): string {
  const { secrets, foreign_hosts: hosts } = connection;
  const facts = terminal.facts([
    ...secrets.map<[string, Cell]>(secret => [
      secret.field === 'secret' ? 'secret' : 'passphrase',
      [{ text: `${secret.name}: ` }, secretSpan(secret)],
    ]),
    ...hosts.map<[string, Cell]>(({ host, trusted }, index) => [
      index === 0 ? 'sends to' : ' ',
      [
        { text: `${host}: ` },
        trusted ? { text: '✓ trusted', style: 'green' } : { text: '✗ not trusted', style: 'red' },
      ],
    ]),
    ['legacy', connection.legacy],
    ['environments', connection.environments.join(', ')],
    ['changed', moment(connection.updated_at, terminal.now)],
  ]);
  const title = `${safe(connection.name)} ${terminal.paint('dim', `connection ${connection.id}`)}`;
  return `${title}\n${facts}\n\n${writeYaml(connection.definition).trimEnd()}`;
}
