import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Answers } from '../support/answers.js';
import { TestApplication } from '../support/application.js';

interface Content {
  readonly [type: string]: { readonly schema: { readonly $ref?: string; readonly type?: string } };
}

interface Operation {
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
  readonly security?: readonly object[];
}

let app: TestApplication;
let operations: [route: string, operation: Operation][];
let schemas: Readonly<Record<string, object>>;

beforeAll(async () => {
  app = await TestApplication.start();
  const { body } = await app.get('/openapi.json', { key: null });
  schemas = body.components.schemas;
  operations = Object.entries(body.paths as Record<string, Record<string, Operation>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [`${method} ${path}`, operation]),
  );
});
afterAll(() => app.stop());

describe('the document of the API', () => {
  it('describes every answer, and each in JSON by a schema with a name', () => {
    const vague = operations.flatMap(([route, { responses }]) =>
      Object.entries(responses)
        .filter(([status, { description, content }]) => {
          const types = Object.entries(content ?? {});
          const isNamed = types.every(
            ([type, { schema }]) => !type.includes('json') || schema.$ref || type.includes('nd'),
          );
          return description === '' || !isNamed || (types.length === 0) !== (status === '204');
        })
        .map(([status]) => `${route} ${status}`),
    );
    expect(vague).toEqual([]);
  });

  it('says of every route that it may answer with a problem', () => {
    const problem = { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
    for (const [, { responses }] of operations) expect(responses).toMatchObject({ '4XX': problem, '5XX': problem });
  });

  it('says which routes need no key', () => {
    const open = operations.filter(([, { security }]) => security !== undefined).map(([route]) => route);
    expect(open.sort()).toEqual(['get /health/live', 'get /health/ready', 'get /problems']);
  });

  it('asks of a body for nothing that has a default', () => {
    const asked = (route: string) => operations.find(([each]) => each === route)![1].requestBody?.content;
    expect(asked('post /v1/leads')!['application/json']!.schema).toMatchObject({ required: ['source'] });
    expect(asked('post /v1/reps')!['application/json']!.schema).toMatchObject({ required: ['name', 'email'] });
  });

  it('is made of JSON schemas as OpenAPI 3.1 has them', () => {
    const ajv = new Ajv2020({ strict: false });
    const bodies = operations.flatMap(([route, { requestBody }]) =>
      requestBody === undefined ? [] : [[route, requestBody.content['application/json']!.schema] as const],
    );
    for (const [name, schema] of [...Object.entries(schemas), ...bodies]) {
      expect([name, ajv.validateSchema(schema), ajv.errors]).toEqual([name, true, null]);
    }
  });
});

describe('the check of answers in the tests', () => {
  const answer = (status: number, body: unknown) => ({ status, type: 'application/json', body });

  it('passes what is as documented', async () => {
    const answers = await Answers.of(app);
    const { body } = await app.get('/v1/settings');
    expect(() => answers.check({ method: 'GET', path: '/v1/settings' }, answer(200, body))).not.toThrow();
  });

  it('refuses a field too many, one too few, and an instant in another form', async () => {
    const answers = await Answers.of(app);
    const { body } = await app.get('/v1/settings');
    const { currency: _, ...less } = body;
    for (const other of [{ ...body, colour: 'red' }, less, { ...body, updatedAt: '2026-03-02T15:00:00Z' }]) {
      expect(() => answers.check({ method: 'GET', path: '/v1/settings' }, answer(200, other))).toThrow(
        'GET /v1/settings → 200 application/json is not as documented',
      );
    }
  });

  it('refuses an answer that the route is not documented to give', async () => {
    const answers = await Answers.of(app);
    for (const path of ['/v1/settings', '/v1/nowhere']) {
      expect(() => answers.check({ method: 'GET', path }, answer(201, {}))).toThrow('has no schema');
    }
  });
});
