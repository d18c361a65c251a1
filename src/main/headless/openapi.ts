import { type OpenAPI, OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import * as common from '../../shared/contract/common.ts';
import * as computeProfiles from '../../shared/contract/compute-profiles.ts';
import * as connections from '../../shared/contract/connections.ts';
import * as environments from '../../shared/contract/environments.ts';
import { contract } from '../../shared/contract/index.ts';
import * as jobs from '../../shared/contract/jobs.ts';
import * as models from '../../shared/contract/models.ts';
import * as promotion from '../../shared/contract/promotion.ts';
import * as runs from '../../shared/contract/runs.ts';
import * as sql from '../../shared/contract/sql.ts';
import * as workspace from '../../shared/contract/workspace.ts';
import { errorCodes } from '../../shared/domain/errors.ts';
import { restPath } from '../api/paths.ts';

/** What the schemas of the contract are called in the document; the rest is written out where it is used. */
const schemas = {
  ErrorDetails: common.errorDetails,
  Column: common.column,
  Cell: common.cell,
  Relation: common.relation,
  Variables: common.variables,
  Warning: common.warning,
  Connection: connections.connection,
  ConnectionDefinition: connections.connectionDefinition,
  ComputeProfile: computeProfiles.computeProfile,
  ComputeProfileDefinition: computeProfiles.computeProfileDefinition,
  AffectedEnvironment: computeProfiles.affectedEnvironment,
  Environment: environments.environment,
  EnvironmentDefinition: environments.environmentDefinition,
  Model: models.model,
  ModelSummary: models.modelSummary,
  Draft: models.draft,
  Version: models.version,
  VersionSummary: models.versionSummary,
  Tag: models.tag,
  ResultSet: models.resultSet,
  Job: jobs.job,
  JobSummary: jobs.jobSummary,
  JobDefinition: jobs.jobDefinition,
  JobVersion: jobs.jobVersion,
  Run: runs.run,
  RunSummary: runs.runSummary,
  RunUpdate: runs.runUpdate,
  LogLine: runs.logLine,
  Step: runs.step,
  Failure: runs.failure,
  Frozen: runs.frozen,
  Plan: promotion.plan,
  Promotion: promotion.promotion,
  Board: promotion.board,
  Compiled: sql.compiled,
  MappedSource: sql.mappedSource,
  ChangeBatch: workspace.changeBatch,
  AuditEntry: workspace.auditEntry,
  DefinitionFile: workspace.definitionFile,
};

/** What an answer of each status means; the names are those in `components.responses`. */
const errorAnswers: Record<string, { name: string; description: string }> = {
  400: { name: 'Validation', description: 'The request is not valid; `details.problems` says where' },
  401: { name: 'Unauthorized', description: 'The token is missing or wrong' },
  404: { name: 'NotFound', description: 'Something that was named does not exist' },
  409: { name: 'Conflict', description: 'Something else is in the way' },
  412: { name: 'Precondition', description: 'Something has to be done first' },
  413: { name: 'TooLarge', description: 'The body is too large' },
  499: { name: 'Cancelled', description: 'It was cancelled while it was under way' },
  500: { name: 'Internal', description: 'Slipway failed inside' },
  502: { name: 'External', description: 'The warehouse or another service failed' },
  503: { name: 'Unavailable', description: 'It cannot be done now' },
};

const generator = new OpenAPIGenerator({
  schemaConverters: [new ZodToJsonSchemaConverter({ interceptors: [call => withoutNoise(call.next())] })],
});

let document: Promise<OpenAPI.Document> | undefined;

/** The OpenAPI 3.1 document of REST; made when first asked for. */
export function openApiDocument(version: string): Promise<OpenAPI.Document> {
  document ??= generate(version);
  return document;
}

async function generate(version: string): Promise<OpenAPI.Document> {
  const responses: Record<string, OpenAPI.ResponseObject> = {};
  const generated = await generator.generate(contract, {
    info: {
      title: 'Slipway',
      version,
      description:
        'Write model SQL, tag versions, run jobs and promote them from environment to environment. Names and ids both work. Streams are server-sent events: any number of `message`, then `done` with the result of those that have one, or `error` with the body of an error.',
    },
    servers: [{ url: restPath }],
    security: [{ token: [] }],
    tags: Object.keys(contract).map(name => ({ name })),
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    commonSchemas: Object.fromEntries(
      Object.entries(schemas).map(([name, schema]) => [name, { schema, strategy: 'output' }]),
    ),
    customErrorResponseBodySchema: (definitions, status) => {
      const answer = errorAnswers[status];
      if (answer)
        responses[answer.name] ??= errorAnswer(
          answer.description,
          definitions.map(([code]) => code),
        );
      return undefined;
    },
  });
  responses.TooLarge = errorAnswer(errorAnswers[413]?.description ?? '', ['validation']);
  for (const item of Object.values(generated.paths ?? {})) {
    for (const operation of Object.values(item ?? {}) as OpenAPI.OperationObject[]) finish(operation);
  }
  const all = { ...generated.components?.schemas, Error: errorSchema([...errorCodes]) };
  return { ...generated, components: { ...generated.components, schemas: all, responses } };
}

/** Errors are the same everywhere: each is described once. */
function finish(operation: OpenAPI.OperationObject): void {
  operation.tags = operation.operationId?.split('.').slice(0, 1);
  const answers = operation.responses ?? {};
  const statuses = [...Object.keys(answers), ...(operation.requestBody ? ['413'] : [])];
  for (const status of statuses) {
    const answer = errorAnswers[status];
    if (answer) answers[status] = { $ref: `#/components/responses/${answer.name}` };
  }
  describeStream(answers['200']);
  for (const parameter of operation.parameters ?? []) {
    // The generator gives them to every query parameter; ours may not be empty, and need no characters of their own.
    if ('name' in parameter) {
      delete parameter.allowEmptyValue;
      delete parameter.allowReserved;
    }
  }
}

/** The generator does not know what an error in a stream holds, and promises an end also where no result is sent. */
function describeStream(answer: OpenAPI.ResponseObject | OpenAPI.ReferenceObject | undefined): void {
  const content = answer && 'content' in answer ? answer.content?.['text/event-stream'] : undefined;
  const schema = (content?.schema ?? {}) as { oneOf?: StreamItem[] };
  if (schema.oneOf === undefined) return;
  schema.oneOf = schema.oneOf.filter(
    ({ properties: { event, data } }) => event.const !== 'done' || Object.keys(data).length > 0,
  );
  for (const { properties } of schema.oneOf) {
    if (properties.event.const === 'error') properties.data = { $ref: '#/components/schemas/Error' };
  }
}

interface StreamItem {
  properties: { event: { const: string }; data: object };
}

function errorAnswer(description: string, codes: string[]): OpenAPI.ResponseObject {
  return { description, content: { 'application/json': { schema: errorSchema(codes) } } };
}

function errorSchema(codes: string[]): OpenAPI.SchemaObject {
  return {
    type: 'object',
    properties: {
      code: { type: 'string', enum: codes },
      message: { type: 'string' },
      details: { $ref: '#/components/schemas/ErrorDetails' },
    },
    required: ['code', 'message', 'details'],
  };
}

/** Every whole number has these bounds; they say nothing. */
function withoutNoise<T extends { minimum?: number; maximum?: number }>([required, schema]: [boolean, T]): [
  boolean,
  T,
] {
  const kept = { ...schema };
  if (kept.minimum === Number.MIN_SAFE_INTEGER) delete kept.minimum;
  if (kept.maximum === Number.MAX_SAFE_INTEGER) delete kept.maximum;
  return [required, kept];
}
