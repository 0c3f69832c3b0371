import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { aLead, faults } from '../support/people.js';

let app: TestApplication;

beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

const linking = (refLinks: unknown) => app.put('/v1/settings', { refLinks });

describe('links to other systems', () => {
  it('are made from ids there, with a template for each kind of object', async () => {
    await linking({
      salesforce: 'https://acme.example.com/{id}',
      hubspot: { lead: 'https://hub.example.com/contact/{id}?from={id}', deal: 'https://hub.example.com/deal/{id}' },
    });
    const refs = { salesforce: '00Q/1 a', hubspot: '77', other: '1' };
    const lead = await aLead(app, { refs });
    const links = {
      salesforce: 'https://acme.example.com/00Q%2F1%20a',
      hubspot: 'https://hub.example.com/contact/77?from=77',
    };
    expect(lead).toMatchObject({ refs, links });
    const account = await app.must('POST', '/v1/accounts', { name: 'Acme', refs });
    expect(account.links).toEqual({ salesforce: links.salesforce });
    expect((await app.must('GET', `/v1/accounts/${account.id}`)).links).toEqual(account.links);
    const deal = { name: 'Acme', account: { id: account.id }, amount: '1.00', currency: 'EUR', refs };
    const { id } = await app.must('POST', '/v1/deals', deal);
    expect((await app.must('GET', `/v1/deals/${id}`)).links.hubspot).toBe('https://hub.example.com/deal/77');
    const segments = [{ from: '2026-01-01', to: '2026-12-31', amount: '100.00' }];
    const lines = [{ product: 'Care', segments }];
    const contract = { accountId: account.id, currency: 'EUR', startsOn: '2026-01-01', lines, refs };
    expect((await app.must('POST', '/v1/contracts', contract)).links).toEqual({ salesforce: links.salesforce });
    await linking({});
    expect(await app.must('GET', `/v1/leads/${lead.id}`)).not.toHaveProperty('links');
  });

  it.each([
    ['https://crm.example.com/leads', '/refLinks/crm url'],
    ['https://{id}.example.com/', '/refLinks/crm url'],
    ['https://crm.example.com{id}', '/refLinks/crm url'],
    ['https://somebody:secret@crm.example.com/{id}', '/refLinks/crm url'],
    ['javascript:alert({id})', '/refLinks/crm url'],
    ['/leads/{id}', '/refLinks/crm url'],
    [{ lead: 'ftp://crm.example.com/{id}' }, '/refLinks/crm/lead url'],
    [{ person: 'https://crm.example.com/{id}' }, '/refLinks/crm/person unknown'],
  ])('cannot be made by the template %j', async (crm, fault) => {
    const refused = await linking({ crm });
    expect([refused.status, faults(refused)]).toEqual([422, [fault]]);
  });
});
