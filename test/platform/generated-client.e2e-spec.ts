import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { GeneratedClient, type Said } from '../support/generated-client.js';
import type { Json } from '../support/json.js';
import { sentInTour } from '../support/tour.js';

let app: TestApplication;
let client: GeneratedClient;
let document: Json;

beforeAll(async () => {
  app = await TestApplication.start();
  document = (await app.get('/openapi.json', { key: null })).body;
  client = new GeneratedClient();
});
afterAll(() => app.stop());

describe('a client generated from the API document', () => {
  it('accepts every body that the tour sends', () => {
    expect(sentInTour().map(({ route }) => route)).toEqual(
      expect.arrayContaining(['POST /v1/leads', 'PUT /v1/routing', 'POST /v1/leads/{id}/disposition']),
    );
    expect(client.faultsOf(sentInTour())).toEqual([]);
  });

  it('accepts every example of the document, requests and answers', () => {
    const said = examplesOf(document);
    expect(said.length).toBeGreaterThan(100);
    expect(client.faultsOf(said)).toEqual([]);
  });

  it('knows the type of a lead, also in batches and previews', () => {
    const lead = { source: 'web', contact: { email: 'kim@example.org', name: 3 } };
    const wrong = client.faultsOf([
      { route: 'POST /v1/leads', body: lead },
      { route: 'POST /v1/leads/batch', body: { leads: [lead] } },
      { route: 'POST /v1/routing/preview', body: { lead } },
      { route: 'POST /v1/sla-policies/preview', body: { policy: { firstTouch: { within: 'PT5M' } }, lead } },
    ]);
    const routes = [
      'POST /v1/leads',
      'POST /v1/leads/batch',
      'POST /v1/routing/preview',
      'POST /v1/sla-policies/preview',
    ];
    expect(wrong).toEqual(routes.map((route) => `${route}: Type 'number' is not assignable to type 'string'.`));
  });

  it('knows the type of a touch, also in a batch, and of its result', () => {
    const touch = { kind: 'call', outcome: 'noAnswer', durationSeconds: '5' };
    const wrong = client.faultsOf([
      { route: 'POST /v1/leads/{id}/touches', body: touch },
      { route: 'POST /v1/touches/batch', body: { touches: [{ ...touch, email: 'kim@example.org' }] } },
      { route: 'POST /v1/touches/batch', body: { touches: [{ kind: 'call', outcome: 'noAnswer', leadId: 'x' }] } },
      { route: 'POST /v1/touches/batch', body: { results: [{ index: 0, status: 'noMatch' }] }, status: 200 },
    ]);
    expect(wrong).toEqual(
      ['POST /v1/leads/{id}/touches', 'POST /v1/touches/batch'].map(
        (route) => `${route}: Type 'string' is not assignable to type 'number'.`,
      ),
    );
  });

  it('reports a missing field without a default, and an unknown one', () => {
    const [missing, unknown] = client.faultsOf([
      { route: 'POST /v1/leads', body: {} },
      { route: 'POST /v1/reps', body: { name: 'Ann', email: 'ann@example.com', colour: 'red' } },
    ]);
    expect(missing).toContain("Property 'source' is missing");
    expect(unknown).toContain('\'"colour"\' does not exist');
  });
});

/** The JSON requests and successful answers of the document's examples. Errors are one class in the client. */
function examplesOf({ paths }: Json): Said[] {
  const valuesOf = (holder: Json) => Object.values<Json>(holder?.content?.['application/json']?.examples ?? {});
  return Object.entries<Record<string, Json>>(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { requestBody, responses }]) => {
      const route = `${method.toUpperCase()} ${path}` as const;
      const sent = valuesOf(requestBody).map(({ value }) => ({ route, body: value }));
      const done = Object.entries<Json>(responses).filter(([status]) => status.startsWith('2'));
      const answered = done.flatMap(([status, response]) =>
        valuesOf(response).map(({ value }) => ({ route, body: value, status: Number(status) })),
      );
      return [...sent, ...answered];
    }),
  );
}
