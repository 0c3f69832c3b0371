import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aLead, faults } from '../support/people.js';

const PATH = '/v1/disposition-reasons';
const REASON = { code: 'too_small', category: 'lost', label: 'Too small', intent: 'notAFit' };

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

const save = (fields: object) => app.ask('POST', PATH, { ...REASON, ...fields });

describe('a reason', () => {
  it('has translated labels and typed fields, and can be sent back as it was read', async () => {
    const fieldTypes = { seats: { type: 'integer' }, plan: { type: 'choice', values: ['Small', 'Large'] } };
    const given = {
      labels: { de: 'Zu klein', 'pt-BR': 'Pequeno' },
      requires: ['seats', 'plan'],
      fieldTypes,
      reopens: false,
    };
    const { body: made } = await save({ ...given, proof: { attempts: 2 } });
    expect(made).toMatchObject({ ...given, proof: { attempts: 2 }, order: 100 });
    const read = await app.must('GET', `${PATH}/${made.id}`);
    expect(await app.must('PUT', `${PATH}/${made.id}`, read)).toMatchObject({ ...given, version: 1 });
  });

  it('validates its required fields by their types', async () => {
    await save({
      code: 'typed',
      requires: ['seats', 'plan', 'since', 'at', 'known', 'worth', 'amount'],
      fieldTypes: {
        seats: { type: 'integer' },
        plan: { type: 'choice', values: ['Small', 'Large'] },
        since: { type: 'date' },
        at: { type: 'instant' },
        known: { type: 'boolean' },
        worth: { type: 'amount' },
      },
    });
    const sound = {
      seats: '40',
      plan: 'Large',
      since: '2026-01-31',
      at: '2026-01-31T10:00:00Z',
      known: 'true',
      worth: '12.50',
      amount: '1',
    };
    const faulty = {
      seats: '4.5',
      plan: 'large',
      since: '2026-02-30',
      at: '2026-01-31',
      known: 'yes',
      worth: '12,50',
      amount: 'much',
    };
    const lead = await aLead(app);
    const dispose = (fields: object) =>
      app.ask('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'typed', fields });
    expect(faults(await dispose(faulty))).toEqual([
      '/fields/seats integer',
      '/fields/plan choice',
      '/fields/since date',
      '/fields/at instant',
      '/fields/known boolean',
      '/fields/worth amount',
      '/fields/amount amount',
    ]);
    expect(await dispose(sound)).toMatchObject({ status: 200, body: { disposition: { fields: sound } } });
  });

  it.each([
    [
      'a CRM connection maps to it',
      (code: string) => ({
        path: '/v1/crm-connections',
        body: {
          name: 'CRM',
          system: 'crm',
          secret: 'a-client-secret-of-the-crm',
          proof: { kind: 'header', header: 'X-Crm-Secret' },
          mapping: {
            ref: '{{ item.id }}',
            name: '{{ item.title }}',
            accountName: '{{ item.company }}',
            stage: '{{ item.stage }}',
            lostReason: '{{ item.why }}',
            stages: { won: ['Won'], lost: ['Lost'] },
            lostReasons: { Far: code },
          },
        },
      }),
      'crmConnection',
      'CRM',
    ],
    [
      'a destination sends it',
      (code: string) => ({
        path: '/v1/feedback/destinations',
        body: {
          name: 'Generic',
          platform: 'generic',
          settings: {},
          rules: [{ on: { category: 'lost', reason: code }, send: { event: 'lost' } }],
        },
      }),
      'destination',
      'Generic',
    ],
    [
      'a deal was lost for it',
      (code: string) => ({
        path: '/v1/deals',
        body: { name: 'Deal', account: { name: 'Acme' }, amount: '1.00', currency: 'EUR' },
        lose: { reason: code },
      }),
      'deal',
      '1 deal lost for it',
    ],
  ])('can neither be deleted nor get another code once %s', async (_, userOf, kind, name) => {
    const code = `far_${kind.toLowerCase()}`;
    const { id } = (await save({ code, label: code })).body;
    const { path, body, lose }: Json = userOf(code);
    const user = await app.must('POST', path, body);
    if (lose !== undefined) await app.must('POST', `${path}/${user.id}/lose`, lose);
    expect(await app.ask('DELETE', `${PATH}/${id}`)).toMatchObject({ status: 409, body: { usedBy: [{ kind, name }] } });
    const other = await app.ask('PUT', `${PATH}/${id}`, { ...REASON, code: 'other', label: code });
    expect(faults(other)).toEqual(['/code inUse']);
    expect((await app.ask('PUT', `${PATH}/${id}`, { ...REASON, code, label: 'Far' })).status).toBe(200);
  });

  it('is listed by its order, page by page', async () => {
    await save({ code: 'first', order: 1 });
    await save({ code: 'last', order: 9_000 });
    const codes: string[] = [];
    for (let cursor = ''; ; ) {
      const page = await app.must('GET', `${PATH}?limit=7${cursor}`);
      codes.push(...page.data.map(({ code }: Json) => code));
      if (page.nextCursor === null) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect([codes[0], codes.at(-1)]).toEqual(['first', 'last']);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it.each([
    [
      'a type of something it does not require',
      { fieldTypes: { seats: { type: 'text' } } },
      '/fieldTypes/seats notRequired',
    ],
    [
      'another form of the amount',
      { requires: ['amount'], fieldTypes: { amount: { type: 'text' } } },
      '/fieldTypes/amount fixed',
    ],
    [
      'a choice of nothing',
      { requires: ['plan'], fieldTypes: { plan: { type: 'choice' } } },
      '/fieldTypes/plan/values required',
    ],
    [
      'a number with values',
      { requires: ['seats'], fieldTypes: { seats: { type: 'integer', values: ['1'] } } },
      '/fieldTypes/seats/values contradiction',
    ],
    [
      'an unknown type',
      { requires: ['seats'], fieldTypes: { seats: { type: 'number' } } },
      '/fieldTypes/seats/type value',
    ],
    ['no attempts', { proof: { attempts: 0 } }, '/proof/attempts tooSmall'],
    ['attempts over nothing', { proof: { attempts: 1, over: 'soon' } }, '/proof/over duration'],
    ['a label in no language', { labels: { german: 'Zu klein' } }, '/labels/german unknown'],
  ])('is refused with %s', async (_what, fields, fault) => {
    expect(faults(await save({ code: 'refused', ...fields }))).toEqual([fault]);
  });
});
