import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { WebhookFollowing } from '../../src/deliveries/webhooks/webhook-following.service.js';
import { TestApplication } from '../support/application.js';
import { Endpoint } from '../support/endpoint.js';
import { DAY, HOUR, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { MailServer } from '../support/mail-server.js';
import { aLead, aRep } from '../support/people.js';

let app: TestApplication;
let mail: MailServer;
let endpoint: Endpoint;
let ann: Json;

beforeAll(async () => {
  [mail, endpoint] = [await MailServer.start(), await Endpoint.start()];
  app = await TestApplication.start(undefined, {
    environment: { smtpUrl: mail.url, mailFrom: 'leads@example.com' },
  });
  ann = await aRep(app, 'Ann');
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
  await endpoint.stop();
});

const toAnn = () => aLead(app, { owner: { repId: ann.id } });

it('a digest that waited for five days is sent again if the server is busy at first', async () => {
  await app.must('PUT', `/v1/reps/${ann.id}/notification-settings`, { email: { digest: 'P5D' } });
  for (let count = 0; count < 2; count += 1) {
    await toAnn();
    await app.deliver();
  }
  expect(mail.to('ann@example.com')).toHaveLength(1);
  mail.trouble = { code: 451, text: 'Greylisted' };
  await app.moveBy(5 * DAY);
  await app.deliver();
  mail.trouble = null;
  await app.moveBy(MINUTE);
  await app.deliver();
  expect(mail.to('ann@example.com')).toHaveLength(2);
});

it('deliveries left unsent for days are tried several times before they are given up', async () => {
  const hook = await app.must('POST', '/v1/webhooks', { url: endpoint.url, types: ['lead.*'] });
  await toAnn();
  await app.feedsCaughtUp();
  await app.application.app.get(WebhookFollowing).follow();
  await app.moveBy(4 * DAY);
  endpoint.answers = () => 503;
  const attempts: number[] = [];
  const failed = async (): Promise<Json[]> =>
    (await app.must('GET', `/v1/webhooks/${hook.id}/deliveries?state=failed`)).data;
  for (let hours = 0; hours < 12 && attempts.length < 2; hours += 1) {
    await app.deliver();
    attempts.splice(0, 2, ...(await failed()).map((each) => each.attempts));
    await app.moveBy(HOUR);
  }
  // Long enough for a server to recover, without three days for each delivery in its queue.
  expect(attempts).toEqual([6, 6]);
  await app.must('DELETE', `/v1/webhooks/${hook.id}`);
});
