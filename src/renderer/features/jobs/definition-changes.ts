import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import type { Materialization } from '../../../shared/contract/materialization.ts';
import type { Check } from '../../../shared/contract/checks.ts';
import type { Condition } from '../../../shared/contract/conditions.ts';
import type { Trigger } from '../../../shared/contract/triggers.ts';
import { checkLine, severityOf } from '../../../shared/domain/checks.ts';
import { conditionWords } from '../../../shared/domain/conditions.ts';
import { parseDuration } from '../../../shared/domain/duration.ts';
import { parseNameParts } from '../../../shared/domain/relation.ts';
import { triggerPolicies, triggerWords } from '../../parts/trigger-words.ts';
import type { Change } from '../environments/form/form-changes.ts';
import { declaredText } from '../environments/form/variable-values.ts';

/** What is different between two definitions of a job, in the order of the form. */
export function definitionChanges(before: JobDefinition, after: JobDefinition): Change[] {
  return [
    field('Name', before.name, after.name),
    field('Description', before.description, after.description),
    field('Environment', before.environment, after.environment),
    field('Model', before.model, after.model),
    field('Runs', runsWords(before), runsWords(after)),
    nameField('Target database', before.target.database, after.target.database),
    nameField('Target schema', before.target.schema, after.target.schema),
    nameField('Target table', before.target.table, after.target.table),
    field('Materialization', before.materialization.type, after.materialization.type),
    ...keptChanges(before.materialization, after.materialization),
    ...entries(before.source_mapping, after.source_mapping, from => `Source ${from}`, String),
    ...entries(before.variables, after.variables, name => `Variable ${name}`, declaredText),
    timeoutField(before.timeout, after.timeout),
    ...pairs('Starts', before.triggers, after.triggers, triggerLine),
    ...pairs('Condition', before.conditions, after.conditions, conditionLine),
    field('Fresh sources', before.freshness_when ?? 'all', after.freshness_when ?? 'all'),
    ...pairs('Check', before.checks, after.checks, checkText),
    field('Retries', retriesWords(before.retries), retriesWords(after.retries)),
    field('Priority', text(before.priority), text(after.priority)),
    field('Runs at once', text(before.max_concurrent_runs), text(after.max_concurrent_runs)),
    field('Pause after failures', text(before.pause_after_failures), text(after.pause_after_failures)),
  ].filter(change => change !== undefined);
}

/** Settings of how the result is kept; those that are as they are without being named make no difference. */
function keptChanges(before: Materialization, after: Materialization): (Change | undefined)[] {
  const [from, to] = [before, after].map(({ copy_grants, comment, ...rest }) => ({
    comment,
    copies: copy_grants === false ? 'no' : 'yes',
    transient: rest.type !== 'view' && rest.transient ? 'yes' : 'no',
    clusterBy: rest.type === 'view' ? undefined : rest.cluster_by?.join(', '),
    ...(rest.type === 'incremental' && {
      strategy: rest.strategy,
      key: rest.unique_key?.join(', '),
      watermark: rest.watermark,
      lookBack: rest.look_back,
      interval: rest.interval,
      begin: rest.begin,
      zone: rest.time_zone,
      onSchemaChange: rest.on_schema_change ?? 'fail',
    }),
  }));
  return [
    field('New rows', from?.strategy, to?.strategy),
    nameField('Key', from?.key, to?.key),
    nameField('Watermark', from?.watermark, to?.watermark),
    field('Look back', from?.lookBack, to?.lookBack),
    field('By intervals', from?.interval, to?.interval),
    field('First day', from?.begin, to?.begin),
    field('Time zone of intervals', from?.zone, to?.zone),
    field('When columns change', from?.onSchemaChange, to?.onSchemaChange),
    field('Cluster by', from?.clusterBy, to?.clusterBy),
    field('Transient', from?.transient, to?.transient),
    field('Copy grants', from?.copies, to?.copies),
    field('Comment', from?.comment, to?.comment),
  ];
}

/** `tag v2`, or `the latest version`. */
export function runsWords(definition: Pick<JobDefinition, 'tag' | 'track'>): string {
  return definition.tag === undefined ? 'the latest version' : `tag ${definition.tag}`;
}

function field(what: string, from: string | undefined, to: string | undefined): Change | undefined {
  return from === to ? undefined : { what, from: from ?? null, to: to ?? null };
}

/** `marts` and `MARTS` are the same name. */
function nameField(what: string, from: string | undefined, to: string | undefined): Change | undefined {
  const folded = (text: string | undefined) =>
    text === undefined ? undefined : (parseNameParts(text)?.join('.') ?? text);
  return folded(from) === folded(to) ? undefined : field(what, from, to);
}

/** `60s` and `1m` are the same duration. */
function timeoutField(from: string | undefined, to: string | undefined): Change | undefined {
  const ms = (text: string | undefined) => (text === undefined ? undefined : parseDuration(text));
  return ms(from) !== undefined && ms(from) === ms(to) ? undefined : field('Timeout', from, to);
}

const text = (value: number | undefined) => (value === undefined ? undefined : String(value));

function retriesWords(retries: JobDefinition['retries']): string | undefined {
  if (retries === undefined) return undefined;
  return retries.backoff === undefined
    ? String(retries.max)
    : `${retries.max}, the first after ${retries.backoff}`;
}

const triggerLine = (trigger: Trigger) => [triggerWords(trigger), ...triggerPolicies(trigger)].join('; ');
const conditionLine = (condition: Condition) =>
  [conditionWords(condition), ...(condition.quality ? extras(condition.quality) : [])].join('; ');
const checkText = (check: Check) => [checkLine(check), ...extras(check)].join('; ');

function extras(check: Check): string[] {
  return [
    ...(check.check === 'sql' ? [check.sql] : []),
    ...(check.check === 'accepted_values' ? [check.values.join(', ')] : []),
    ...(severityOf(check) === 'warn' ? ['only a warning'] : []),
  ];
}

/** What has no names of its own: what is there only before, and only after, in pairs as they stand. */
function pairs<T>(
  what: string,
  before: readonly T[] = [],
  after: readonly T[] = [],
  words: (one: T) => string,
): (Change | undefined)[] {
  const [from, to] = [before.map(words), after.map(words)];
  const gone = from.filter(each => !to.includes(each));
  const come = to.filter(each => !from.includes(each));
  return Array.from({ length: Math.max(gone.length, come.length) }, (_, index) =>
    field(what, gone[index], come[index]),
  );
}

function entries<T>(
  before: Readonly<Record<string, T>> = {},
  after: Readonly<Record<string, T>> = {},
  what: (key: string) => string,
  text: (value: T) => string,
): (Change | undefined)[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const at = (values: Readonly<Record<string, T>>, key: string) => {
    const value = Object.hasOwn(values, key) ? values[key] : undefined;
    return value === undefined ? undefined : text(value);
  };
  return keys.map(key => field(what(key), at(before, key), at(after, key)));
}
