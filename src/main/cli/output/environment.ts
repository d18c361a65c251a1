import type { Environment, TestStage } from '../../../shared/contract/environments.ts';
import { formatDuration } from '../../../shared/domain/duration.ts';
import { checkSpan } from './states.ts';
import type { StyleName } from './styles.ts';
import type { Cell, Span } from './table.ts';
import type { Terminal } from './terminal.ts';
import { safe } from './text.ts';
import { moment } from './times.ts';

/** The colours of environments as terminals have them. */
const styles: Record<Environment['colour'], StyleName> = {
  gray: 'gray',
  blue: 'blue',
  teal: 'cyan',
  green: 'green',
  yellow: 'yellow',
  orange: 'yellow',
  red: 'red',
  pink: 'magenta',
  violet: 'magenta',
};

/** The name in the environment's colour; protected ones have a lock. */
export function environmentSpan(environment: Pick<Environment, 'name' | 'colour' | 'protected'>): Span {
  return {
    text: environment.protected ? `${environment.name} 🔒` : environment.name,
    style: styles[environment.colour],
  };
}

export function environmentList(environments: Environment[], terminal: Terminal): string {
  if (environments.length === 0) return 'There are no environments.';
  return terminal.table(
    [
      { title: 'environment' },
      { title: 'connection' },
      { title: 'engine', keep: true, optional: 1 },
      { title: 'default' },
      { title: 'mapping', optional: 2 },
      { title: 'description', optional: 3 },
    ],
    environments.map<Cell[]>(environment => [
      environmentSpan(environment),
      environment.connection,
      environment.engine,
      defaultPlace(environment),
      Object.entries(environment.source_mapping)
        .map(([from, to]) => `${from}→${to}`)
        .join(', '),
      environment.description,
    ]),
  );
}

function defaultPlace({ database, schema }: Environment): string {
  return [database, schema].filter(part => part !== null).join('.');
}

export function environmentText(environment: Environment, terminal: Terminal): string {
  const { limits, variables } = environment;
  const { text, style } = environmentSpan(environment);
  const title = style ? terminal.paint(style, safe(text)) : safe(text);
  const values = Object.entries(variables).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `${title} ${terminal.paint('dim', `environment ${environment.id}`)}\n${terminal.facts([
    ['description', environment.description],
    ['protected', environment.protected ? 'yes: promotions need approval' : 'no'],
    ['connection', `${environment.connection} (${environment.engine})`],
    ['role', environment.role],
    ['warehouse', environment.warehouse],
    ['default', defaultPlace(environment)],
    ...Object.entries(environment.source_mapping).map<[string, string]>(([from, to], index) => [
      index === 0 ? 'mapping' : ' ',
      `${from} → ${to}`,
    ]),
    ['variables', values.join(', ')],
    ['runs at once', String(limits.max_concurrent_runs)],
    ['statement limit', limits.statement_timeout],
    ['order', String(environment.position)],
    ['changed', moment(environment.updated_at, terminal.now)],
  ])}`;
}

export function stagesText(stages: TestStage[], terminal: Terminal): string {
  const text = terminal.table(
    [
      { title: 'stage', keep: true },
      { title: 'state', keep: true },
      { title: 'took', keep: true },
      { title: '' },
    ],
    stages.map<Cell[]>(({ stage, state, message, elapsed_ms }) => [
      stage.replace('_', ' '),
      checkSpan(state),
      formatDuration(elapsed_ms),
      message,
    ]),
  );
  const hints = stages.flatMap(({ stage, hint }) =>
    hint === undefined ? [] : [`hint: ${stage}: ${safe(hint)}`],
  );
  return [text, ...hints].join('\n');
}
