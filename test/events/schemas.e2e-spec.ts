import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { EVENT_TYPES } from '../../src/events/event.js';
import { addAnswerFormats } from '../support/answers.js';
import { TestApplication } from '../support/application.js';
import { Endpoint } from '../support/endpoint.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aTouch, faults } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
let endpoint: Endpoint;
let schema: Json;
let isEvent: ValidateFunction;
let ajv: Ajv2020;

beforeAll(async () => {
  endpoint = await Endpoint.start();
  app = await TestApplication.start();
  await aDesk(app, ['Ann', 'Bo']);
  await aPolicy(app);
  await app.must('POST', '/v1/webhooks', { url: endpoint.url, types: ['lead.*', 'sla.*'] });
  const lead = await aLead(app);
  await app.moveBy(6 * 60_000);
  await aTouch(app, lead);
  schema = await app.must('GET', '/v1/events/schemas');
  ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  addAnswerFormats(ajv);
  isEvent = ajv.compile({ ...schema, $id: 'events' });
});
afterAll(async () => {
  await app.stop();
  await endpoint.stop();
});

describe('the schemas of events', () => {
  it('match every event of the feed, and no event with a field more or less', async () => {
    const { data } = await app.feed('/v1/events?limit=1000');
    expect(new Set(data.map(({ type }: Json) => type)).size).toBeGreaterThan(7);
    for (const event of data) {
      expect([event, isEvent(event)]).toEqual([event, true]);
      expect(isEvent({ ...event, data: { ...event.data, colour: 'red' } })).toBe(false);
      const [first] = Object.keys(event.data);
      const { [first!]: _, ...less } = event.data;
      expect([event.type, isEvent({ ...event, data: less })]).toEqual([event.type, false]);
    }
  });

  it('include one for the body of a webhook', async () => {
    await app.deliver();
    const isPosted = ajv.compile({ $ref: 'events#/$defs/webhook' });
    expect(endpoint.received.length).toBeGreaterThan(3);
    for (const { json } of endpoint.received) {
      expect([json, isPosted(json)]).toEqual([json, true]);
      expect(isPosted({ ...json, data: {} })).toBe(false);
    }
  });

  it('exist for every type, and can be requested for some types alone', async () => {
    expect(Object.keys(schema.$defs)).toEqual([...EVENT_TYPES, 'webhook']);
    const { $defs } = await app.must('GET', '/v1/events/schemas?type=sla.met,hold.*');
    expect(Object.keys($defs)).toEqual(['sla.met', 'hold.begun', 'hold.ended', 'webhook']);
    expect(faults(await app.get('/v1/events/schemas?type=lead.gone'))).toEqual(['/type value']);
  });
});
