import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { AGENCY_FORM, aReadyMadeKind } from '../support/handoffs.js';
import { verified } from '../support/invariants.js';
import type { Json } from '../support/json.js';
import { aDesk, aRep } from '../support/people.js';
import { rowsWith } from './everything.js';

let app: TestApplication;
let ann: Json;
let key: string;

beforeAll(async () => {
  app = await TestApplication.start();
  ann = await aRep(app, 'Ann');
  const olga = await aRep(app, 'Olga');
  await aDesk(app, [ann]);
  key = await app.keyFor(['rep'], ann.id);
  const team = await app.must('POST', '/v1/teams', { name: 'Operations', repIds: [olga.id] });
  await aReadyMadeKind(app, 'Agency: sales to production and finance', { teamId: team.id, repId: olga.id });
});
afterAll(() => app.stop());

/** Wins a deal of ten thousand whose form has three contacts. */
async function aHandoff(account: string, form: object, fields: object = {}): Promise<string> {
  const deal = await app.as(key).must('POST', '/v1/deals', {
    name: `Website of ${account}`,
    account: { name: account },
    amount: '10000.00',
    currency: 'EUR',
    ...fields,
  });
  const path = `/v1/handoffs/${deal.handoff.id}`;
  await app.as(key).must('PATCH', `${path}/form`, form);
  await app.as(key).must('POST', `/v1/deals/${deal.id}/win`);
  return path;
}
const formOf = async (path: string) => (await app.as(key).must('GET', `${path}/form`)).values;
const erase = (person: object) => app.must('POST', '/v1/erasures', { ...person, reason: 'Request 21' });

it('one contact is taken out of all versions of a form, and everybody and everything else stays', async () => {
  const path = await aHandoff('Acme', AGENCY_FORM);
  await app
    .as(key)
    .must('PATCH', `${path}/form`, { promises: [{ what: 'A call on Sunday', to: 'Kim Berg', cost: 'ours' }] });
  await app.as(key).must('POST', `${path}/questions`, { text: 'Has Kim Berg been called?', to: 'Production' });
  await app.must('PUT', '/v1/me/preferences', { theme: 'dark', recent: ['kim@acme.example', 'jo@acme.example'] });

  const preview = { email: 'Kim@Acme.example', reason: 'Request 21' };
  expect(await app.must('POST', '/v1/erasures?dryRun=true', preview)).toMatchObject({ leads: 0, handoffs: 1 });
  const { erased } = await erase({ email: 'Kim@Acme.example' });
  expect(erased.map(({ what, rows }: Json) => [what.slice(0, 21), rows])).toEqual([
    ['What was handed over,', expect.any(Number)],
    ['Preferences of users', 1],
  ]);

  const { contacts, scope, ...rest } = AGENCY_FORM;
  const { buyer: _, ...others } = contacts;
  expect(await formOf(path)).toEqual({
    ...rest,
    contacts: others,
    scope: { ...scope, approval: '…, within three days' },
    promises: [{ what: 'A call on Sunday', cost: 'ours' }],
  });
  const { data: versions } = await app.as(key).must('GET', `${path}/form/versions`);
  expect(versions).toHaveLength(2);
  expect(await app.must('GET', '/v1/me/preferences')).toEqual({ theme: 'dark', recent: ['jo@acme.example'] });
  expect(await rowsWith(app, ['kim@acme', 'kim berg'])).toEqual([]);
  expect((await verified(app.database.url)).found).toEqual([]);
});

it('the person of a lead is taken out of the handoffs of its deals by their places', async () => {
  const lead = await app.must('POST', '/v1/leads', {
    source: 'web',
    contact: { name: 'Pia Holm', email: 'pia@holm.example' },
    message: 'Call me on Sunday',
  });
  const { contacts, ...rest } = AGENCY_FORM;
  const form = { ...rest, contacts: { ...contacts, buyer: { name: 'Pia Holm', email: 'pia@holm.example' } } };
  const path = await aHandoff('Holm', form, { leadId: lead.id });
  const preview = { leadId: lead.id, reason: 'Request 22' };
  expect(await app.must('POST', '/v1/erasures?dryRun=true', preview)).toMatchObject({ leads: 1, handoffs: 1 });
  await erase({ leadId: lead.id });
  const { buyer: _, ...others } = form.contacts;
  // The field is filled in from what the person wrote, so it may still be in their words.
  const { reason: __, ...context } = form.context;
  expect(await formOf(path)).toEqual({ ...form, contacts: others, context });
  expect(await rowsWith(app, ['pia holm', 'pia@holm', 'on Sunday, Pia'])).toEqual([]);
});

it('the person is taken out of the actions that were decided on a diagnosis, and of no others', async () => {
  const contact = { name: 'Lena Vogt', email: 'lena@vogt.example' };
  const lead = await app.must('POST', '/v1/leads', { source: 'web', contact });
  const decide = (fields: object) =>
    app.must('POST', '/v1/handoffs/diagnosis/actions', {
      about: 'exception',
      treatment: 'standardise',
      ownerRepId: ann.id,
      dueOn: '2030-01-01',
      ...fields,
    });
  const about = { exception: 'Lena Vogt wants it before she signs', text: 'Ask for the signature first' };
  const ids = [
    (await decide(about)).id,
    (await decide({ exception: 'No purchase order', text: 'Call lena@vogt.example' })).id,
    (await decide({ exception: 'No purchase order', text: 'Ask for the order first' })).id,
  ];

  const access = await app.must('GET', '/v1/subject-access?email=lena@vogt.example');
  expect(access.diagnosisActions).toEqual([
    { id: ids[0], madeAt: expect.any(String), ...about },
    { id: ids[1], madeAt: expect.any(String), exception: 'No purchase order', text: 'Call lena@vogt.example' },
  ]);
  const ofLead = await app.must('GET', `/v1/subject-access?leadId=${lead.id}`);
  expect(ofLead.diagnosisActions).toEqual(access.diagnosisActions);
  const { erased } = await erase({ email: 'lena@vogt.example' });
  expect(erased).toContainEqual({ what: 'Actions that were decided on a diagnosis', rows: 2 });
  const { data } = await app.must('GET', '/v1/handoffs/diagnosis/actions');
  const texts = new Map(data.map(({ id, exception, text }: Json) => [id, [exception, text]]));
  expect(ids.map((id) => texts.get(id))).toEqual([
    ['Erased', 'Ask for the signature first'],
    ['No purchase order', 'Erased'],
    ['No purchase order', 'Ask for the order first'],
  ]);
  expect(await rowsWith(app, ['lena vogt', 'lena@vogt'])).toEqual([]);
});
