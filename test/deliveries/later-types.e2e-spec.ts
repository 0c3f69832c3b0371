import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { MailServer, mailsAtOnce } from '../support/mail-server.js';
import { aLead, aRep } from '../support/people.js';

let app: TestApplication;
let mail: MailServer;
let ann: Json;

beforeAll(async () => {
  mail = await MailServer.start();
  app = await TestApplication.start(undefined, { environment: { smtpUrl: mail.url, mailFrom: 'leads@example.com' } });
  ann = await aRep(app, 'Ann');
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
});
beforeEach(async () => {
  mail.arrived.length = 0;
  await mailsAtOnce(app);
});

const path = () => `/v1/reps/${ann.id}/notification-settings`;
/** Settings saved by a version without the type for assignments. */
async function savedBefore(email: object): Promise<void> {
  await app.must('PUT', path(), { email });
  await app.asOwner(`update notification_settings set known_types = known_types - 'lead.assigned'`);
}
async function subjectsOfAnAssignment(): Promise<(string | undefined)[]> {
  await aLead(app, { owner: { repId: ann.id } });
  await app.deliver();
  return mail.to('ann@example.com').map(({ subject }) => subject);
}

it('a type added after a rep chose types is sent to that rep', async () => {
  await savedBefore({ types: ['sla.warned'] });
  expect((await app.must('GET', path())).email.types).toEqual(['sla.warned', 'lead.assigned']);
  expect(await subjectsOfAnAssignment()).toHaveLength(1);
});

it('an added type is not sent to a rep who chose again since, or who wants none', async () => {
  await savedBefore({ types: ['sla.warned'] });
  await app.must('PUT', path(), { email: { types: ['sla.warned'] } });
  expect(await subjectsOfAnAssignment()).toEqual([]);
  await savedBefore({ types: [] });
  expect((await app.must('GET', path())).email.types).toEqual([]);
  expect(await subjectsOfAnAssignment()).toEqual([]);
});

it('an added type is sent to a rep with all types, and stays when the settings are saved as read', async () => {
  await savedBefore({ digest: 'PT0S' });
  await app.must('PUT', path(), await app.must('GET', path()));
  expect(await subjectsOfAnAssignment()).toHaveLength(1);
});
