import { isContractProcedure } from '@orpc/contract';
import type { OpenAPI } from '@orpc/openapi';
import { beforeAll, describe, expect, test } from 'vitest';
import { openApiDocument } from '../../../src/main/headless/openapi.ts';
import { contract } from '../../../src/shared/contract/index.ts';
import { httpRequest } from '../../support/http-request.ts';
import { allCalls } from '../../support/recorded-client.ts';
import { openTestHttp, testToken } from '../../support/transports.ts';
import { openTestHost } from '../../support/workspace.ts';

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const;
type Schema = Record<string, unknown>;

let document: OpenAPI.Document;
let operations: { path: string; method: string; operation: OpenAPI.OperationObject }[];

beforeAll(async () => {
  // As it is served: without what is undefined.
  document = JSON.parse(JSON.stringify(await openApiDocument('1.2.3')));
  operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap(method => {
      const operation = item?.[method];
      return operation ? [{ path, method, operation }] : [];
    }),
  );
});

/** What a reference within the document names. */
function resolve(reference: string): unknown {
  const steps = reference.replace(/^#\//, '').split('/');
  return steps.reduce<unknown>((node, step) => (node as Schema | undefined)?.[step], document);
}

const sorted = (names: (string | undefined)[]) => names.map(String).sort((a, b) => a.localeCompare(b));

function parametersOf(operation: OpenAPI.OperationObject): OpenAPI.ParameterObject[] {
  return (operation.parameters ?? []).filter(parameter => 'name' in parameter);
}

/** Every object in the document that has a `key`, with the way to it. */
function* having(key: string, node: unknown = document, way: string[] = []): Generator<[string, Schema]> {
  if (typeof node !== 'object' || node === null) return;
  if (key in node && !way.at(-1)?.match(/^(properties|schemas)$/)) yield [way.join('/'), node as Schema];
  for (const [name, child] of Object.entries(node)) yield* having(key, child, [...way, name]);
}

describe('the OpenAPI document', () => {
  test('says what it is and how to get in', () => {
    expect(document).toMatchObject({
      openapi: expect.stringMatching(/^3\.1\.\d+$/),
      info: { title: 'Slipway', version: '1.2.3' },
      servers: [{ url: '/api/v1' }],
      security: [{ token: [] }],
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    });
  });

  test('has every call, with the method, path and status of its route', () => {
    expect(sorted(operations.map(({ operation }) => operation.operationId))).toEqual(sorted(allCalls()));
    for (const { path, method, operation } of operations) {
      const [area = '', name = ''] = operation.operationId?.split('.') ?? [];
      const procedure: unknown = Reflect.get(Reflect.get(contract, area), name);
      if (!isContractProcedure(procedure)) throw new Error(`${operation.operationId} is no call`);
      const { route } = procedure['~orpc'];
      expect({ path, method }).toEqual({ path: route.path, method: route.method?.toLowerCase() });
      expect(Object.keys(operation.responses ?? {})).toContain(String(route.successStatus ?? 200));
      expect(operation.tags).toEqual([area]);
    }
  });

  test('describes every parameter where it is', () => {
    for (const { path, method, operation } of operations) {
      const parameters = parametersOf(operation);
      const inPath = parameters.filter(parameter => parameter.in === 'path');
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(match => match[1]);
      expect(sorted(inPath.map(parameter => parameter.name))).toEqual(sorted(named));
      expect(inPath.every(parameter => parameter.required)).toBe(true);
      expect(parameters.every(parameter => parameter.in === 'path' || parameter.in === 'query')).toBe(true);
      // Objects in a query would need a style of their own.
      expect(parameters.every(parameter => parameter.style === undefined)).toBe(true);
      expect(method === 'get' ? operation.requestBody : undefined).toBeUndefined();
      expect(method === 'get' ? 0 : parameters.length - inPath.length).toBe(0);
    }
    const list = operations.find(({ operation }) => operation.operationId === 'runs.list');
    const schemas = Object.fromEntries(
      parametersOf(list?.operation ?? {}).map(parameter => [parameter.name, parameter.schema]),
    );
    expect(schemas).toMatchObject({
      limit: { type: 'integer', minimum: 1, maximum: 1_000, default: 100 },
      draft: { type: 'boolean' },
      state: { anyOf: [{ enum: expect.arrayContaining(['failed']) }, { type: 'array' }] },
      since: { type: 'string', format: 'date-time' },
    });
  });

  test('describes errors once, in the shape they have', () => {
    for (const { operation } of operations) {
      const answers = operation.responses ?? {};
      for (const status of ['400', '401', '404', '409', '412', '500', '502', '503']) {
        expect(answers[status]).toEqual({ $ref: expect.stringMatching(/^#\/components\/responses\/\w+$/) });
      }
      expect('413' in answers).toBe(operation.requestBody !== undefined);
    }
    const { responses = {} } = document.components ?? {};
    expect(Object.keys(responses)).toHaveLength(10);
    expect(responses.Unavailable).toMatchObject({
      content: {
        'application/json': {
          schema: {
            properties: { code: { enum: ['unavailable', 'newer_database'] } },
            required: ['code', 'message', 'details'],
          },
        },
      },
    });
  });

  test('streams are server-sent events', () => {
    const streams = operations.filter(({ operation }) =>
      JSON.stringify(operation.responses?.['200'] ?? {}).includes('text/event-stream'),
    );
    expect(sorted(streams.map(({ operation }) => operation.operationId))).toEqual([
      'events.subscribe',
      'runs.follow',
      'sample.load',
    ]);
    const error = { properties: { event: { const: 'error' }, data: { $ref: '#/components/schemas/Error' } } };
    const done = { properties: { event: { const: 'done' } } };
    for (const { operation } of streams) {
      // `done` brings a result: where there is none, nothing is sent.
      const oneOf = operation.operationId === 'sample.load' ? [{}, done, error] : [{}, error];
      expect(operation.responses?.['200']).toMatchObject({
        content: { 'text/event-stream': { schema: { oneOf } } },
      });
    }
    expect(document.info.description).toContain('`done` with the result of those that have one');
  });

  test('holds together: references lead somewhere, what is required is described', () => {
    const broken: string[] = [];
    for (const [way, { $ref }] of having('$ref')) if (!resolve(String($ref))) broken.push(way);
    const types = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null', 'http'];
    for (const [way, { type }] of having('type')) if (!types.includes(String(type))) broken.push(way);
    for (const [way, { required, properties = {} }] of having('required')) {
      const names = Array.isArray(required) ? required.map(String) : [];
      if (names.some(name => !Object.hasOwn(properties as object, name))) broken.push(way);
    }
    for (const [way] of having('not')) broken.push(way);
    expect(broken).toEqual([]);
  });

  test('is served to whoever has the token', async () => {
    const host = await openTestHost();
    const { port } = await openTestHttp(host);
    const path = '/api/v1/openapi.json';
    const answer = await httpRequest({ port, path, headers: { authorization: `Bearer ${testToken}` } });
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'content-type': expect.stringContaining('json') },
    });
    expect(Object.keys(JSON.parse(answer.text).paths)).toEqual(Object.keys(document.paths ?? {}));
    expect((await httpRequest({ port, path })).status).toBe(401);
  });
});
