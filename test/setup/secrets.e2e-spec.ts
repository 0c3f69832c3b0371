import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';

const MAPPING = { ref: '{{ item.id }}', name: '{{ item.title }}', accountName: '{{ item.company }}' };

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start();
  const proof = { kind: 'header', header: 'X-Secret' };
  const crm = { name: 'CRM', system: 'crm', secret: 'a-client-secret-of-the-crm', proof, mapping: MAPPING };
  await app.must('POST', '/v1/crm-connections', crm);
  const settings = { channelId: 'C0SALES', botToken: 'xoxb-1', signingSecret: 'signing-of-the-tests' };
  await app.must('POST', '/v1/channels', { name: 'Sales', kind: 'slack', settings });
  for (let hook = 1; hook <= 4; hook += 1)
    await app.must('POST', '/v1/webhooks', { url: `https://hooks.example.com/${hook}`, types: ['lead.*'] });
});
afterAll(() => app.stop());

/** The warnings about secrets in the setup of a program that is started with the given key. */
async function saidWith(secretsKey: Uint8Array | undefined): Promise<string[]> {
  const other = await TestApplication.start(undefined, { database: app.database, environment: { secretsKey } });
  const { warnings } = await other.must('GET', '/v1/setup');
  await other.application.close();
  return warnings.filter(({ code }: Json) => code === 'secretsUnreadable').map(({ text }: Json) => text);
}

it('a lost or changed key causes a warning that names what cannot be read with it', async () => {
  const text =
    'SECRETS_KEY is not the one that sealed the secrets of the channel "Sales", the CRM connection "CRM", the webhook "https://hooks.example.com/1", the webhook "https://hooks.example.com/2", the webhook "https://hooks.example.com/3" and 1 more: nothing is signed, sent or proven by them. Start with the former key; where it is lost, rotate the secrets of webhooks, and PUT all else with its secrets.';
  expect(await saidWith(new Uint8Array(32).fill(9))).toEqual([text]);
  expect(await saidWith(undefined)).toEqual([
    text.replace('SECRETS_KEY is not the one that sealed', 'No SECRETS_KEY is set to read'),
  ]);
});

it('a secret that replaces an unreadable one signs alone', async () => {
  const { data } = await app.must('GET', '/v1/webhooks');
  expect(await app.must('POST', `/v1/webhooks/${data[0].id}/rotate`)).toMatchObject({
    formerUntil: expect.any(String),
  });
  const environment = { secretsKey: new Uint8Array(32).fill(9) };
  const other = await TestApplication.start(undefined, { database: app.database, environment });
  expect(await other.must('POST', `/v1/webhooks/${data[1].id}/rotate`)).toEqual({
    secret: expect.any(String),
    formerUntil: null,
  });
  await other.application.close();
  await app.must('POST', `/v1/webhooks/${data[1].id}/rotate`);
});

it('the key that sealed the secrets causes no warning', async () => {
  const { warnings } = await app.must('GET', '/v1/setup');
  expect(warnings.filter(({ code }: Json) => code === 'secretsUnreadable')).toEqual([]);
});
