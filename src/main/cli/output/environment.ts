import type { Environment, TestStage } from '../../../shared/contract/environments.ts';
import { defaultMaxConcurrentRuns } from '../../../shared/domain/concurrency.ts';
import { formatDuration } from '../../../shared/domain/duration.ts';
import { hasWarehouses } from '../../../shared/domain/engines.ts';
import { parametersText } from './compute.ts';
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
      { title: 'warehouse', optional: 2 },
      { title: 'default' },
      { title: 'mapping', optional: 3 },
      { title: 'description', optional: 4 },
    ],
    environments.map<Cell[]>(environment => [
      environmentSpan(environment),
      environment.connection,
      environment.engine,
      environment.warehouse ?? '',
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
  const { limits, own, variables } = environment;
  const { text, style } = environmentSpan(environment);
  const title = style ? terminal.paint(style, safe(text)) : safe(text);
  const values = Object.entries(variables).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `${title} ${terminal.paint('dim', `environment ${environment.id}`)}\n${terminal.facts([
    ['description', environment.description],
    ['protected', environment.protected ? 'yes: promotions need approval' : 'no'],
    ['connection', `${environment.connection} (${environment.engine})`],
    ['role', environment.role],
    ['compute profile', environment.compute_profile],
    ['warehouse', withOrigin(environment, own.warehouse, environment.warehouse)],
    ['session', sessionText(environment)],
    ['default', defaultPlace(environment)],
    ...Object.entries(environment.source_mapping).map<[string, string]>(([from, to], index) => [
      index === 0 ? 'mapping' : ' ',
      `${from} → ${to}`,
    ]),
    ['variables', values.join(', ')],
    ['runs at once', withOrigin(environment, own.max_concurrent_runs, limits.max_concurrent_runs)],
    ['statement limit', withOrigin(environment, own.statement_timeout, limits.statement_timeout)],
    ['order', String(environment.position)],
    ['changed', moment(environment.updated_at, terminal.now)],
  ])}`;
}

/** What holds, and where it comes from unless the environment says it itself. */
function withOrigin<T extends string | number>(
  { compute_profile: profile }: Environment,
  own: T | null,
  value: T | null,
): string | null {
  if (value === null || own !== null) return value === null ? null : String(value);
  return `${value} (${profile === null || value === defaultMaxConcurrentRuns ? 'default' : `from ${profile}`})`;
}

function sessionText({ engine, session_parameters }: Environment): string {
  const text = parametersText(session_parameters);
  return text === '' || hasWarehouses[engine] ? text : `${text} (not used by ${engine})`;
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
