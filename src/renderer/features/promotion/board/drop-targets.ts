import type { Board, BoardCell, Running } from '../../../../shared/contract/promotion.ts';
import type { BoardModel } from './board-model.ts';

/** A tag on its way to an environment. */
export interface Carried {
  modelId: number;
  tag: string;
  version: number;
}

/** Why a tag cannot be promoted to a cell; undefined where it can. */
export function refusal(carried: Carried, model: BoardModel, cell: BoardCell | null): string | undefined {
  if (model.id !== carried.modelId) return `${carried.tag} is not of ${model.name}`;
  if (cell === null) return 'no job builds it here';
  if (cell.runs.tag === carried.tag && cell.runs.version === carried.version) return 'runs here already';
  return undefined;
}

/** What is carried when a cell is dragged: the tag its job runs. One that follows the latest version has none. */
export function carriedFrom(model: BoardModel, runs: Running): Carried | undefined {
  const tag = model.tags.find(({ name }) => name === runs.tag);
  return tag && { modelId: model.id, tag: tag.name, version: tag.version };
}

/** The tag of the latest version that is dragged from the model's name; undefined while the version has none. */
export function latestTag(model: BoardModel): Carried | undefined {
  const named = model.tags.filter(({ version }) => version === model.latest_version);
  // The tag that says its version is the one people mean.
  const tag = named.find(({ name, version }) => name === `v${version}`) ?? named[0];
  return tag && { modelId: model.id, tag: tag.name, version: tag.version };
}

/** A tag that can be chosen for a cell, and where it runs now. */
export interface TagChoice {
  /** `latest` follows whatever is published. */
  tag: string;
  version: number;
  isLatest: boolean;
  /** Names of environments, in their order. */
  runsIn: string[];
  /** Why it cannot be chosen. */
  refused: string | undefined;
}

/** All that could be promoted to a cell, newest version first; following the latest one only where that is allowed. */
export function tagChoices(board: Board, model: BoardModel, cell: BoardCell): TagChoice[] {
  const guarded = board.environments.find(({ name }) => name === cell.environment)?.protected ?? false;
  const runsIn = (tag: string) =>
    board.environments
      .filter(({ name }) => model.cells.some(other => other.environment === name && other.runs.tag === tag))
      .map(({ name }) => name);
  const choices = model.tags
    .map(
      ({ name, version }): TagChoice => ({
        tag: name,
        version,
        isLatest: version === model.latest_version,
        runsIn: runsIn(name),
        refused: refusal({ modelId: model.id, tag: name, version }, model, cell),
      }),
    )
    .sort((a, b) => b.version - a.version);
  if (guarded || model.latest_version === null) return choices;
  const following: TagChoice = {
    tag: 'latest',
    version: model.latest_version,
    isLatest: true,
    runsIn: runsIn('latest'),
    refused: cell.runs.tag === 'latest' ? 'runs here already' : undefined,
  };
  return [...choices, following];
}

/** The cell of the address: by names or ids, and by job where an environment has several. */
export function findCell(
  board: Board,
  wanted: { model: string; environment: string; job?: string | null },
): { model: BoardModel; cell: BoardCell | null; environment: string } | undefined {
  const same = (ref: string, id: number, name: string) =>
    ref === String(id) || ref.toLowerCase() === name.toLowerCase();
  const model = board.models.find(({ id, name }) => same(wanted.model, id, name));
  const environment = board.environments.find(({ id, name }) => same(wanted.environment, id, name));
  if (!model || !environment) return undefined;
  const cells = model.cells.filter(cell => cell.environment === environment.name);
  const { job } = wanted;
  const cell = job ? cells.find(one => same(job, one.job_id, one.job)) : cells[0];
  return { model, cell: cell ?? null, environment: environment.name };
}
