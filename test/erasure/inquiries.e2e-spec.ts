import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { MONDAY, TestApplication } from '../support/application.js';
import { HOUR } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aRep, eventsOf, faults, leadNow } from '../support/people.js';
import { rowsWith } from './everything.js';

const START = new Date(Date.parse(MONDAY) + HOUR).toISOString();
/** The mobile of an office, from which anybody there may call. Who gives no last name is taken for the same person. */
const OFFICE = '+49 171 9018207';
const KIM = {
  source: 'web',
  externalId: 'form-kim',
  message: 'Call me at home',
  contact: { name: 'Kim Lee', email: 'Kim@home.example', phone: OFFICE },
  clickIds: { gclid: 'click-of-kim' },
};
const LOU = { source: 'web', message: 'Me too', contact: { email: 'lou@home.example', phone: OFFICE } };
const TRACES = ['kim', 'call me', 'home.example'];

let app: TestApplication;
/** A lead of another person, which the others join. */
let lead: Json;
beforeAll(async () => {
  app = await TestApplication.start(START);
  await aDesk(app, [await aRep(app, 'Ann')]);
  await app.must('POST', '/v1/sources', { code: 'web', duplicates: 'join' });
  lead = await aLead(app, { contact: { name: 'Bo', phone: OFFICE }, message: 'Hi' });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const join = async (form: object, asking?: object): Promise<Json> => {
  const { status, body } = await app.ask('POST', '/v1/leads', form, asking);
  expect([status, body.joined]).toEqual([200, true]);
  return { id: body.inquiryId, leadId: body.id };
};
const erase = (named: object, asking?: object): Promise<Json> =>
  app.must('POST', '/v1/erasures', { reason: 'Request 17', ...named }, asking);
const eraseKim = () => erase({ email: 'kim@home.example' });
const access = (query: string): Promise<Json> => app.must('GET', `/v1/subject-access?${query}`);
const inquiriesOf = async ({ id }: Json): Promise<Json[]> => (await app.must('GET', `/v1/leads/${id}/inquiries`)).data;
const merge = (from: Json, into: Json) => app.must('POST', `/v1/leads/${from.id}/merge`, { into: into.id });
const NOTHING = { data: [], inquiries: [], suppressions: [], nextCursor: null };

it('the preview of an erasure counts all forms that joined the person’s leads, and who may have sent them', async () => {
  const own = await aLead(app, { contact: { name: 'Pia', email: 'pia@pia.example', phone: '+49 171 5550101' } });
  await join({ source: 'web', contact: { name: 'Pia', email: 'pia@pia.example' } });
  await join({ source: 'web', contact: { name: 'Pia Voss', email: 'pia@home.example', phone: '+49 171 5550101' } });
  const body = { email: 'pia@pia.example', reason: 'Request 18' };
  const preview = await app.must('POST', '/v1/erasures?dryRun=true', body);
  expect(preview).toEqual({ leads: 1, inquiries: 2, handoffs: 0, addresses: 2, names: 2 });
  const { erased, leadIds } = await erase({ email: 'pia@pia.example' });
  expect(leadIds).toEqual([own.id]);
  expect(erased).toContainEqual({ what: 'Forms that had joined a lead', rows: preview.inquiries });
});

describe('a person whose form joined the lead of another person', () => {
  it('is sent their form and the id of that lead, and nothing of others', async () => {
    const { id } = await join(KIM);
    await join(LOU);
    const { data, inquiries, nextCursor } = await access('email=KIM@home.example');
    const { source: _, ...sent } = KIM;
    expect([data, nextCursor]).toEqual([[], null]);
    expect(inquiries).toEqual([
      {
        id,
        leadId: lead.id,
        receivedAt: START,
        source: 'web',
        externalId: 'form-kim',
        matchedBy: 'phone',
        became: 'joined',
        sent: expect.objectContaining(sent),
        clickIds: KIM.clickIds,
      },
    ]);
    expect(JSON.stringify(inquiries)).not.toMatch(/bo@|Berg|"Hi"|lou@/);
  });

  it('is sent it once, with that lead, if the lead has the address as well', async () => {
    const { id } = await join(KIM);
    const { data, inquiries } = await access('phone=%2B491719018207');
    expect(inquiries).toEqual([]);
    expect(data).toMatchObject([{ id: lead.id, inquiries: [{ id, leadId: lead.id, sent: KIM }] }]);
  });

  it('is sent leads and forms in the order in which they came, page by page', async () => {
    const sent = [await join(KIM), await join({ ...KIM, externalId: 'form-2' })];
    sent.push(await aLead(app, { source: 'fair', contact: { email: 'lee@home.example' } }));
    sent.push(await join({ ...KIM, externalId: 'form-3' }));
    await app.must('PATCH', `/v1/leads/${sent[2]!.id}`, { contact: { email: 'kim@home.example' } });
    const pages: string[][] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Json = await access(`email=kim@home.example&limit=2${cursor && `&cursor=${cursor}`}`);
      pages.push([...page.data, ...page.inquiries].map(({ id }: Json) => id));
      cursor = page.nextCursor;
    }
    const ids = sent.map(({ id }) => id);
    expect(pages.map((page) => page.sort())).toEqual([ids.slice(0, 2), ids.slice(2)]);
  });

  it('is erased without a trace, and the lead and all other forms stay as they are', async () => {
    const { id } = await join(KIM);
    const other = await join(LOU);
    const before = await leadNow(app, lead);
    const [, kept] = await inquiriesOf(lead);
    const certificate = await eraseKim();
    expect(certificate).toMatchObject({ askedBy: 'email', leads: 0, leadIds: [], finishedAt: START });
    expect(certificate.erased).toEqual([
      { what: 'Forms that had joined a lead', rows: 1 },
      { what: 'Click ids, and what the person allowed ad platforms', rows: 1 },
      { what: 'Ids in other systems', rows: 1 },
    ]);
    expect(certificate.kept).toMatchObject([{ what: expect.stringContaining('further forms'), rows: 1 }]);
    expect(await rowsWith(app, ['kim', 'call me'])).toEqual([]);
    expect(await leadNow(app, lead)).toEqual(before);
    expect(await inquiriesOf(lead)).toEqual([expect.objectContaining({ id, sent: null }), kept]);
    expect((await access('email=lou@home.example')).inquiries).toMatchObject([{ id: other.id, sent: LOU }]);
    expect(await access('email=kim@home.example')).toMatchObject(NOTHING);
    expect(await eventsOf(app, lead.id, 'lead.inquiryErased')).toMatchObject([
      { actor: { type: 'key' }, data: { inquiryId: id, erasureId: certificate.id } },
    ]);
    const { data } = await app.must('GET', `/v1/leads/${lead.id}/timeline`);
    expect(data.at(-1).text).toBe('A form that had joined it was erased for the person who sent it');
  });

  it('is erased by a number that only the form has', async () => {
    const number = '+49 40 123456';
    await app.must('PATCH', `/v1/leads/${lead.id}`, { contact: { email: 'bo@acme.example' } });
    await join({ ...KIM, contact: { email: 'bo@acme.example', phone: number } });
    expect((await access(`phone=${encodeURIComponent('+4940123456')}`)).inquiries).toHaveLength(1);
    expect(await erase({ phone: '0049 40 12 34 56' })).toMatchObject({ leads: 0, erased: [{ rows: 1 }, {}, {}] });
    expect(await rowsWith(app, ['123456', 'click-of-kim', 'Call me'])).toEqual([]);
    expect((await leadNow(app, lead)).contact.phone).toBe(OFFICE);
  });

  it('is erased once: a repeated erasure finds nothing, and a later form is a new one', async () => {
    await join(KIM);
    await eraseKim();
    expect(await eraseKim()).toMatchObject({ leads: 0, erased: [], kept: [], finishedAt: START });
    expect(await eventsOf(app, lead.id, 'lead.inquiryErased')).toHaveLength(1);
    const again = await join(KIM);
    expect((await access('email=kim@home.example')).inquiries).toMatchObject([{ id: again.id }]);
  });

  it('is erased with their own leads, if they have any', async () => {
    const { id } = await join(KIM);
    const own = await aLead(app, { source: 'fair', contact: { email: 'kim@home.example' } });
    const { data, inquiries } = await access('email=kim@home.example');
    expect([data, inquiries]).toMatchObject([[{ id: own.id, inquiries: [] }], [{ id, leadId: lead.id }]]);
    expect(await eraseKim()).toMatchObject({ leads: 1, leadIds: [own.id] });
    expect(await rowsWith(app, TRACES)).toEqual([]);
    expect((await leadNow(app, lead)).status).toBe('open');
  });

  it('has their suppressions kept as long as they are in force', async () => {
    await join(KIM);
    await app.must('POST', '/v1/suppressions', { email: 'kim@home.example', reason: 'spam' });
    const { kept } = await eraseKim();
    expect(kept).toMatchObject([{ rows: 1 }, { what: expect.stringContaining('Suppressions in force'), rows: 1 }]);
  });

  it('loses stored answers to repeated requests, and a later repetition is told why', async () => {
    const asking = (key: string) => ({ headers: { 'idempotency-key': key } });
    await join(KIM, asking('form-1'));
    const other = await join(LOU, asking('form-2'));
    const wrong = { ...LOU, owner: { repId: 'Kim' } };
    expect((await app.ask('POST', '/v1/leads', wrong, asking('refused'))).status).toBe(422);
    expect((await eraseKim()).erased).toContainEqual({
      what: 'Answers that were kept for repeated requests',
      rows: 2,
    });
    expect(await app.ask('POST', '/v1/leads', KIM, asking('form-1'))).toMatchObject({
      status: 409,
      body: { type: '/problems#lead-erased' },
    });
    expect(await join(LOU, asking('form-2'))).toEqual(other);
  });

  it('may not be named in the reason, which is stored', async () => {
    await join(KIM);
    const refused = async (body: object) => faults(await app.ask('POST', '/v1/erasures', body));
    for (const named of [{ email: 'kim@home.example' }, { leadId: lead.id }])
      expect(await refused({ ...named, reason: 'Asked by Kim Lee' })).toEqual(['/reason personal']);
    expect(await refused({ email: 'kim@home.example', phone: OFFICE, reason: 'x' })).toEqual([' oneOf']);
    expect(await refused({ phone: 'at home', reason: 'x' })).toEqual(['/phone phone']);
    expect((await inquiriesOf(lead))[0]!.sent).toMatchObject({ message: KIM.message });
  });

  it('is no longer known to ad platforms by the click of the form', async () => {
    const rules = [{ on: { milestone: 'qualified' }, send: { event: 'Lead' } }];
    const body = { name: 'Own', platform: 'generic', settings: {}, rules, sources: ['web'] };
    const path = `/v1/feedback/destinations/${(await app.must('POST', '/v1/feedback/destinations', body)).id}`;
    await join({ ...KIM, consent: { adUserData: 'granted' } });
    await app.must('POST', `/v1/leads/${lead.id}/milestones`, { name: 'qualified' });
    await app.feedbackCaughtUp();
    const asking = { headers: { 'idempotency-key': 'batch-1' } };
    expect(JSON.stringify(await app.must('POST', `${path}/batches`, {}, asking))).toContain('click-of-kim');
    await eraseKim();
    expect(await rowsWith(app, ['click-of-kim'])).toEqual([]);
    await app.feedbackCaughtUp();
    await app.moveBy(HOUR);
    for (const again of [asking, {}])
      expect(JSON.stringify(await app.must('POST', `${path}/batches`, {}, again))).not.toContain('click-of-kim');
    expect((await app.must('GET', `${path}/items`)).data).toMatchObject([{ state: 'withheld' }]);
  });

  it('is erased after the work on a lead in progress has ended', async () => {
    await join(KIM);
    let done: Promise<Json> | undefined;
    await app.whileWorkedOn([lead], async () => {
      done = eraseKim();
      await app.somebodyWaits();
      expect((await inquiriesOf(lead))[0]!.sent).not.toBeNull();
    });
    await done;
    expect(await rowsWith(app, TRACES)).toEqual([]);
  });

  it('is erased further in the same certificate after a cut-off', async () => {
    const leads = Array.from({ length: 250 }, (_, n) => ({ ...KIM, externalId: `form-${n}` }));
    const { results } = await app.must('POST', '/v1/leads/batch', { leads });
    const last = results.map(({ inquiryId }: Json) => inquiryId).sort()[249];
    await app.asOwner(`
      create function fail() returns trigger language plpgsql as $$ begin raise exception 'cut off'; end $$;
      create trigger fail before update on inquiry for each row when (new.id = '${last}') execute function fail()`);
    const asking = { headers: { 'idempotency-key': 'erase-1' } };
    const body = { email: 'kim@home.example', reason: 'Request 17' };
    expect((await app.ask('POST', '/v1/erasures', body, asking)).status).toBe(500);
    const [cut] = (await app.must('GET', '/v1/erasures')).data;
    expect(cut).toMatchObject({ finishedAt: null, erased: [{ rows: 200 }, { rows: 200 }, { rows: 200 }] });
    expect((await access('email=kim@home.example')).inquiries).toHaveLength(50);
    await app.asOwner('drop trigger fail on inquiry; drop function fail');
    const whole = await app.must('POST', '/v1/erasures', body, asking);
    expect(whole).toMatchObject({ id: cut.id, finishedAt: START, erased: [{ rows: 250 }, {}, {}] });
    expect(await rowsWith(app, TRACES)).toEqual([]);
  });
});

describe('a lead that was merged into another', () => {
  const contact = { name: 'Kim Lee', email: 'Kim@home.example', phone: '+49 40 123456' };
  const own = () => aLead(app, { ...KIM, source: 'fair', contact });

  it('is disclosed with what it left there, and erased with it', async () => {
    const merged = await own();
    await merge(merged, lead);
    const { data, inquiries } = await access('email=kim@home.example');
    expect([data.map(({ id }: Json) => id), inquiries]).toEqual([
      [merged.id],
      [expect.objectContaining({ leadId: lead.id, matchedBy: 'person', became: 'merged' })],
    ]);
    expect(await eraseKim()).toMatchObject({ leads: 1, leadIds: [merged.id] });
    expect(await rowsWith(app, TRACES)).toEqual([]);
    expect((await leadNow(app, lead)).message).toBe('Hi');
  });

  it('has left its data under a former address, by which they are found', async () => {
    const merged = await own();
    await merge(merged, lead);
    const moved = { email: 'lee@new.example', phone: '+49 40 654321' };
    await app.must('PATCH', `/v1/leads/${merged.id}`, { contact: moved });
    for (const former of ['email=kim@home.example', 'phone=%2B4940123456'])
      expect(await access(former)).toMatchObject({ data: [], inquiries: [{ leadId: lead.id }] });
    expect(await eraseKim()).toMatchObject({ leads: 0, erased: [{ rows: 1 }, {}, {}] });
    expect((await leadNow(app, merged)).contact).toMatchObject(moved);
    await app.must('POST', `/v1/leads/${merged.id}/unmerge`);
    expect((await leadNow(app, merged)).message).toBe(KIM.message);
  });

  it('leaves nothing once the merge is undone, and is found by itself alone', async () => {
    const merged = await own();
    await merge(merged, lead);
    await app.must('POST', `/v1/leads/${merged.id}/unmerge`);
    expect(await rowsWith(app, ['home.example'])).not.toContainEqual(expect.stringMatching(/^inquiry:/));
    const { data, inquiries } = await access('email=kim@home.example');
    expect([data.map(({ id }: Json) => id), inquiries]).toEqual([[merged.id], []]);
    expect(await eraseKim()).toMatchObject({ leads: 1, leadIds: [merged.id] });
    expect(await eventsOf(app, lead.id, 'lead.inquiryErased')).toEqual([]);
  });
});

it('an inquiry without its document has nothing that could identify a person', async () => {
  const { id } = await join(KIM);
  for (const column of ['external_id', 'click_ids', 'email_key', 'phone_key']) {
    const others = ['external_id', 'click_ids', 'email_key', 'phone_key'].filter((each) => each !== column);
    const emptied = `update inquiry set document = null, ${others.map((each) => `${each} = null`).join(', ')} where id = '${id}'`;
    await expect(app.asOwner(emptied)).rejects.toThrow('inquiry_emptied');
  }
});
