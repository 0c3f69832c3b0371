import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Answers } from '../support/answers.js';
import { TestApplication } from '../support/application.js';

interface Content {
  readonly [type: string]: {
    readonly schema: { readonly $ref?: string; readonly type?: string };
    readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
  };
}

interface Response {
  readonly $ref?: string;
  readonly description: string;
  readonly headers?: object;
  readonly content?: Content;
  readonly 'x-problems'?: readonly string[];
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly 'x-scopes'?: readonly string[];
  readonly parameters: readonly {
    name: string;
    in: string;
    description?: string;
    required?: boolean;
    schema: object;
    example?: unknown;
  }[];
  readonly requestBody?: { readonly content: Content; readonly required?: boolean };
  readonly responses: Readonly<Record<string, Response>>;
  readonly security?: readonly object[];
}

let app: TestApplication;
let operations: [route: string, operation: Operation][];
let schemas: Readonly<Record<string, Schema>>;
let groups: readonly string[];

beforeAll(async () => {
  app = await TestApplication.start();
  const { body } = await app.get('/openapi.json', { key: null });
  schemas = body.components.schemas;
  groups = body.tags.map(({ name }: { name: string }) => name);
  const { responses } = body.components as { responses: Record<string, Response> };
  const resolved = (operation: Operation): Operation => ({
    ...operation,
    responses: Object.fromEntries(
      Object.entries(operation.responses).map(([status, response]) => [
        status,
        response.$ref === undefined ? response : responses[response.$ref.split('/').at(-1)!]!,
      ]),
    ),
  });
  operations = Object.entries(body.paths as Record<string, Record<string, Operation>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [
      `${method} ${path}`,
      resolved(operation),
    ]),
  );
});
afterAll(() => app.stop());

interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly [keyword: string]: unknown;
}

/**
 * Every field of requests and answers, and every parameter, with its place. A named schema provides its own
 * description.
 */
function fields(): [place: string, field: Schema][] {
  const sent = operations.flatMap(([route, { requestBody, parameters }]) => [
    ...parameters.map((each): [string, Schema] => [`${route} ?${each.name}`, each as unknown as Schema]),
    ...fieldsOf(requestBody?.content['application/json']?.schema ?? {}, route),
  ]);
  return [...sent, ...Object.entries(schemas).flatMap(([name, schema]) => fieldsOf(schema, name))];
}

function fieldsOf(schema: Schema, place: string): [place: string, field: Schema][] {
  const properties = Object.entries(schema.properties ?? {}).flatMap(([name, field]): [string, Schema][] => {
    const at = `${place}.${name}`;
    const named = field.$ref === undefined ? undefined : schemas[field.$ref.split('/').at(-1)!];
    return [[at, { ...named, ...field }], ...fieldsOf(field, at)];
  });
  const parts = ['items', 'prefixItems', 'anyOf', 'additionalProperties'].flatMap((keyword) =>
    [schema[keyword]].flat().filter((part): part is Schema => typeof part === 'object' && part !== null),
  );
  return [...properties, ...parts.flatMap((part) => fieldsOf(part, place))];
}

describe('the document of the API', () => {
  it('describes every answer, and gives each JSON answer a named schema', () => {
    const vague = operations.flatMap(([route, { responses }]) =>
      Object.entries(responses)
        .filter(([status, { description, content }]) => {
          const types = Object.entries(content ?? {});
          const isNamed = types.every(
            ([type, { schema }]) => !type.includes('json') || schema.$ref || type.includes('nd'),
          );
          return description === '' || !isNamed || (types.length === 0) !== ['204', '302', '303'].includes(status);
        })
        .map(([status]) => `${route} ${status}`),
    );
    expect(vague).toEqual([]);
  });

  it('gives every operation a readable, unique id and a short summary', () => {
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]+(?:[A-Z][a-z]+)+$/.test(id))).toEqual([]);
    const wordy = operations.filter(([, { summary }]) => !/^[A-Z][a-z]+ [^.]{3,50}$/.test(summary));
    expect(wordy.map(([route, { summary }]) => `${route}: ${summary}`)).toEqual([]);
  });

  it('puts every operation in one group, in the order of the groups', () => {
    const places = operations.map(([, { tags }]) => (tags.length === 1 ? groups.indexOf(tags[0]!) : -1));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(new Set(places).size).toBe(groups.length);
    expect(groups[0]).toBe('Leads');
  });

  it('says which scopes every operation requires', () => {
    const silent = operations.filter(
      ([, { description, security, 'x-scopes': scopes = [] }]) =>
        security === undefined &&
        !(scopes.includes('admin') && scopes.every((scope) => description.includes(`\`${scope}\``))) &&
        !description.includes('Any key.'),
    );
    expect(silent.map(([route]) => route)).toEqual([]);
  });

  it('lists the problems of every operation, and Retry-After where it applies', () => {
    for (const [route, { responses, security, parameters, requestBody }] of operations) {
      const expected = [
        ...(security === undefined ? ['401', '429', '503'] : []),
        '400',
        ...(requestBody === undefined ? [] : ['413', '422']),
        ...(parameters.some((each) => each.in === 'path') ? ['404'] : []),
        ...(parameters.some((each) => each.name === 'If-Match') ? ['412'] : []),
        ...(parameters.some((each) => each.name === 'Idempotency-Key') ? ['409'] : []),
        '500',
      ];
      const told = Object.entries(responses).filter(([, response]) => response['x-problems'] !== undefined);
      expect([route, told.map(([status]) => status)]).toEqual([route, expect.arrayContaining(expected)]);
      const again = told.filter(([status]) => status === '429' || (status === '503' && security === undefined));
      for (const [, { headers }] of again) expect(headers).toHaveProperty('Retry-After');
    }
  });

  it('documents Idempotency-Key, ETag and If-Match', () => {
    const posts = operations.filter(([route, { security }]) => route.startsWith('post ') && security === undefined);
    const without = posts.filter(([, { parameters }]) => !parameters.some(({ name }) => name === 'Idempotency-Key'));
    expect(without.map(([route]) => route)).toEqual([
      'post /v1/handoffs/{id}/links',
      'post /v1/handoffs/map/links',
      'post /v1/webhooks',
      'post /v1/webhooks/{id}/rotate',
      'post /v1/inbound/{id}/try',
      'post /v1/crm-connections/{id}/preview',
      'post /v1/crm-connections/{id}/rotate',
      'post /v1/api-keys',
    ]);
    const tagged = operations.filter(([, { responses }]) => 'ETag' in (responses[200]?.headers ?? {}));
    const matched = operations.filter(([, { parameters }]) => parameters.some(({ name }) => name === 'If-Match'));
    const written = (route: string) => route.replace(/^\w+ /, '');
    const read = new Set(tagged.map(([route]) => written(route)));
    expect(matched.filter(([route]) => !read.has(written(route))).map(([route]) => route)).toEqual([]);
  });

  it('has an example of every request and answer', () => {
    const missing = operations.flatMap(([route, { requestBody, responses, parameters }]) => {
      const given = Object.entries(responses).filter(([status]) => status < '300' && status !== '204');
      const answered = given.some(([, { content = {} }]) =>
        Object.entries(content).some(([type, { examples }]) => examples !== undefined || !/json|csv/.test(type)),
      );
      // An optional body needs no example, and neither does a file.
      const json = requestBody?.required === true ? requestBody.content['application/json'] : undefined;
      return [
        ...(json !== undefined && !json.examples ? ['the body'] : []),
        ...(given.length > 0 && !answered ? ['the answer'] : []),
        ...parameters.filter((each) => each.in === 'path' && each.example === undefined).map(({ name }) => name),
      ].map((what) => `${route}: ${what}`);
    });
    expect(missing).toEqual([]);
  });

  it('describes every field', () => {
    const silent = fields().filter(([, { description = '' }]) => description.length < 5);
    expect(silent.map(([place]) => place)).toEqual([]);
    const nameless = Object.entries(schemas).filter(([, { description }]) => description === undefined);
    expect(nameless.map(([name]) => name)).toEqual([]);
  });

  it('says whether durations are working or elapsed time, and names units', () => {
    const vague = fields().filter(([place, { description = '', format }]) => {
      if (/^duration/.test(format ?? '')) return !/working|elapsed/i.test(description);
      if (/Seconds$/.test(place)) return !/second/i.test(description);
      return /amount$/.test(place) && !/decimal/.test(description);
    });
    expect(vague.map(([place]) => place)).toEqual([]);
    expect(fields().some(([, { format }]) => format === 'duration')).toBe(true);
  });

  it('says which routes need no key', () => {
    const open = operations.filter(([, { security }]) => security !== undefined).map(([route]) => route);
    expect(open.sort()).toEqual([
      ...['get /health/live', 'get /health/ready'],
      // Whoever fills in a form has no key, and Meta has none either.
      'get /in/{key}',
      'get /problems',
      ...['get /v1/session/oidc', 'get /v1/session/oidc/callback', 'get /v1/session/ways'],
      ...['options /in/{key}', 'post /in/{key}'],
      // A CRM has no key: its requests carry their own proof.
      'post /v1/crm-connections/{id}/contracts',
      'post /v1/crm-connections/{id}/deals',
      'post /v1/crm-connections/{id}/invoices',
      'post /v1/crm-connections/{id}/usage',
      // A user who logs in has no key yet.
      'post /v1/session',
    ]);
  });

  it('does not require body fields that have a default', () => {
    const asked = (route: string) => operations.find(([each]) => each === route)![1].requestBody?.content;
    expect(asked('post /v1/leads')!['application/json']!.schema).toMatchObject({ required: ['source'] });
    expect(asked('post /v1/reps')!['application/json']!.schema).toMatchObject({ required: ['name', 'email'] });
  });

  it('does not require parameters that have a default', () => {
    const asked = operations.flatMap(([route, { parameters }]) =>
      parameters
        .filter(({ required, schema }) => required === true && Object.hasOwn(schema, 'default'))
        .map(({ name }) => `${route} ${name}`),
    );
    expect(asked).toEqual([]);
  });

  it('consists of valid JSON schemas of OpenAPI 3.1', () => {
    const ajv = new Ajv2020({ strict: false });
    const bodies = operations.flatMap(([route, { requestBody }]) =>
      requestBody === undefined ? [] : [[route, Object.values(requestBody.content)[0]!.schema] as const],
    );
    for (const [name, schema] of [...Object.entries(schemas), ...bodies]) {
      expect([name, ajv.validateSchema(schema), ajv.errors]).toEqual([name, true, null]);
    }
  });
});

describe('the check of answers in the tests', () => {
  const answer = (status: number, body: unknown) => ({ status, type: 'application/json', body });

  it('passes an answer that is as documented', async () => {
    const answers = await Answers.of(app);
    const { body } = await app.get('/v1/settings');
    expect(() => answers.check({ method: 'GET', path: '/v1/settings' }, answer(200, body))).not.toThrow();
  });

  it('refuses an extra field, a missing field, and an instant in another format', async () => {
    const answers = await Answers.of(app);
    const { body } = await app.get('/v1/settings');
    const { currency: _, ...less } = body;
    for (const other of [{ ...body, colour: 'red' }, less, { ...body, updatedAt: '2026-03-02T15:00:00Z' }]) {
      expect(() => answers.check({ method: 'GET', path: '/v1/settings' }, answer(200, other))).toThrow(
        'GET /v1/settings → 200 application/json is not as documented',
      );
    }
  });

  it('refuses undocumented headers and problems, and a missing ETag', async () => {
    const answers = await Answers.of(app);
    const settings = await app.get('/v1/settings');
    const me = await app.get('/v1/me');
    const conflict = await app.post('/v1/api-keys', {});
    const asked = (path: string) => ({ method: 'GET', path });
    expect(() => answers.check(asked('/v1/me'), { ...me, headers: settings.headers })).toThrow('not documented: ETag');
    expect(() => answers.check(asked('/v1/settings'), { ...settings, headers: me.headers })).toThrow('has no ETag');
    const problem = { ...conflict, status: 404, body: { ...conflict.body, type: '/problems#in-use' } };
    expect(() => answers.check(asked('/v1/leads/x'), problem)).toThrow('is the problem in-use');
  });

  it('refuses an undocumented status or route', async () => {
    const answers = await Answers.of(app);
    for (const path of ['/v1/settings', '/v1/nowhere']) {
      expect(() => answers.check({ method: 'GET', path }, answer(201, {}))).toThrow('has no schema');
    }
  });
});
