import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { Listening } from '../support/listening.js';
import { until } from '../support/postgres-owner.js';
import { anImport, settle } from './imports.js';

let app: TestApplication;
let stream: Listening | null = null;
beforeAll(async () => {
  app = await TestApplication.start();
});
afterEach(() => stream?.close());
afterAll(() => app.stop());

const listen = async (id: string, key?: string) => {
  stream = await Listening.to(app.url, `/v1/imports/${id}/stream`, key === undefined ? {} : { key });
  return stream;
};

const shown = (heard: Listening): Json[] => heard.events.map(({ data }) => data);

describe('the stream of an import', () => {
  it('shows it first of all and whenever it changes, and ends with it', async () => {
    const { id } = await anImport(app, 'Email\nann@example.com\n');
    const heard = await listen(id);
    await until('it is shown', async () => shown(heard).length === 1);
    expect(shown(heard)[0]).toEqual(await app.must('GET', `/v1/imports/${id}`));
    await app.must('POST', `/v1/imports/${id}/rehearse`);
    await settle(app);
    await until('its rehearsal is shown', async () => shown(heard).at(-1)!.state === 'rehearsed');
    await app.must('POST', `/v1/imports/${id}/start`);
    await settle(app);
    await until('the stream ends', async () => heard.hasEnded);
    expect(shown(heard).at(-1)).toMatchObject({ state: 'done', created: 1 });
    const again = await listen(id);
    await until('it ends at once', async () => again.hasEnded);
    expect(shown(again)).toMatchObject([{ state: 'done' }]);
  });

  it('ends with the key that opened it', async () => {
    const { id } = await anImport(app, 'Email\nann@example.com\n');
    const { id: keyId, key } = await app.must('POST', '/v1/api-keys', { name: 'Reader', scopes: ['read'] });
    const heard = await listen(id, key);
    await app.must('DELETE', `/v1/api-keys/${keyId}`);
    await until('the stream ends', async () => heard.hasEnded);
  });
});
