import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { Arrivals } from '../../src/sources/arrivals/arrivals.service.js';
import { Replaying } from '../../src/sources/arrivals/replaying.service.js';
import { TellingRejections } from '../../src/sources/arrivals/telling-rejections.service.js';
import { TestApplication } from '../support/application.js';
import { DAY, HOUR, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { notificationsOf, toldTo } from '../support/notifications.js';
import { aDesk, theReps } from '../support/people.js';

let app: TestApplication;
let owner: Json;
let form: Json;
let webhook: Json;
beforeAll(async () => {
  app = await TestApplication.start(undefined, { asInstalled: true });
  const [ann, mia] = await theReps(app, ['Ann', 'Mia']);
  owner = mia!;
  await aDesk(app, [ann!]);
  await app.must('PUT', '/v1/settings', { alertsTo: [owner.id] });
  form = await app.must('POST', '/v1/inbound', { name: 'Website', kind: 'form', source: 'web' });
  webhook = await app.must('POST', '/v1/inbound', {
    name: 'Zapier',
    kind: 'json',
    source: 'z',
    secret: 'a-secret-of-it',
  });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

async function send({ key }: Json, payload: object): Promise<void> {
  await fetch(`${app.url}/in/${key}`, { method: 'POST', body: JSON.stringify(payload) });
  await app.application.app.get(Arrivals).idle();
}
async function tellAfter(ms: number): Promise<void> {
  await app.moveBy(ms);
  const telling = app.application.app.get(TellingRejections);
  await Promise.all([telling.tell(), telling.tell()]);
}
const told = () => toldTo(app, owner, 'connection.');
const NO_CONTACT =
  'it has no address, no number that can be read, and no id of a platform, so nobody can be reached by it';

it('people are told that submissions are rejected, once a day for each connection, with the page that lists them', async () => {
  await send(form, { note: 'one' });
  await send(form, { note: 'two' });
  await send(form, { email: 'kim@example.com' });
  await send(webhook, { email: 'jo@example.com' });
  await tellAfter(MINUTE);
  expect((await told()).sort()).toEqual([
    `1 submission of the connection “Zapier” was rejected, because its proof is wrong: the secret of the connection is another one, or somebody else sent it`,
    `2 submissions of the connection “Website” were rejected, the latest because ${NO_CONTACT}`,
  ]);
  expect((await notificationsOf(app, owner, 'connection.')).map(({ page }) => page).sort()).toEqual(
    [`connections/${form.id}`, `connections/${webhook.id}`].sort(),
  );
  await send(form, { note: 'three' });
  await tellAfter(HOUR);
  expect(await told()).toHaveLength(2);
  await tellAfter(DAY);
  expect((await told())[0]).toBe(`1 submission of the connection “Website” was rejected, because ${NO_CONTACT}`);
  await tellAfter(2 * DAY);
  expect(await told()).toHaveLength(3);
});

it('people are not told of what waits, and are told of what is rejected later', async () => {
  await send(form, { email: 'kim@example.com', _trap: 'x' });
  await tellAfter(MINUTE);
  expect(await told()).toEqual([]);
  const metrics = async () =>
    /^touchline_submissions_left\{state="(\w+)"\} 1$/m.exec(String((await app.get('/metrics')).body))?.[1];
  expect(await metrics()).toBe('waiting');
  await app.asOwner('update arrival set reason = null, due_at = received_at, attempts = 5');
  await app.application.app.get(Replaying).takeDue();
  await tellAfter(MINUTE);
  expect(await told()).toEqual([
    '1 submission of the connection “Website” was rejected, because it could not be taken in; the log says why',
  ]);
  expect(await metrics()).toBe('rejected');
});

it('a message of it leads to the page of the connection', async () => {
  await send(form, { note: 'one' });
  await tellAfter(MINUTE);
  const [{ id }] = (await notificationsOf(app, owner, 'connection.')) as [Json];
  const { body } = await app.must('GET', `/v1/notifications/${id}/ways`);
  expect(body).toContain(`/console/connections/${form.id}`);
});
