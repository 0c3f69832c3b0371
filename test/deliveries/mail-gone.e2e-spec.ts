import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { MailServer } from '../support/mail-server.js';
import { aDesk, aLead } from '../support/people.js';

let mails: MailServer;
let withMail: TestApplication;
let without: TestApplication;
beforeEach(async () => {
  mails = await MailServer.start();
  withMail = await TestApplication.start(undefined, {
    environment: { smtpUrl: mails.url, mailFrom: 'Touchline <leads@example.com>' },
  });
  without = await TestApplication.start(undefined, {
    database: withMail.database,
  });
  await aDesk(withMail, ['Ann']);
});
afterEach(async () => {
  await without.application.close();
  await withMail.stop();
  await mails.stop();
});

const waiting = async () => (await withMail.database.ask('select id from notification where not passed_on')).length;
const later = (interval: string) =>
  withMail.database.ask(`update message_way set noted_at = noted_at - interval '${interval}'`);

describe('a mail server that only some of the nodes have', () => {
  it('is left to these nodes: notifications wait for them', async () => {
    await later('2 minutes');
    await without.noteMail();
    await aLead(without);
    await without.deliver();
    expect(await waiting()).toBe(1);
    await withMail.deliver();
    expect(mails.to('ann@example.com')).toHaveLength(1);
  });

  it('is forgotten after no working node has noted it for three minutes, so that nothing waits for it', async () => {
    await aLead(without);
    await later('4 minutes');
    expect(await waiting()).toBe(1);
    await without.noteMail();
    await without.deliver();
    expect(await waiting()).toBe(0);
    await aLead(without);
    expect(await waiting()).toBe(0);
    await withMail.deliver();
    expect(mails.to('ann@example.com')).toEqual([]);
  });
});
