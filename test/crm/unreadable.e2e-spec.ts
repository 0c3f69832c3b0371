import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';

const CONNECTIONS = '/v1/crm-connections';
const SECRET = 'a-client-secret-of-the-crm';
const MAPPING = {
  each: 'payload.deals',
  ref: '{{ item.id }}',
  name: '{{ item.title }}',
  accountName: '{{ item.company }}',
};

let app: TestApplication;
let connection: Json;
beforeAll(async () => {
  app = await TestApplication.start();
  connection = await app.must('POST', CONNECTIONS, {
    name: 'CRM',
    system: 'crm',
    secret: SECRET,
    mapping: MAPPING,
    proof: { kind: 'header', header: 'X-Crm-Secret' },
  });
});
afterAll(() => app.stop());
afterEach(() => void jest.restoreAllMocks());

async function post(payload: unknown, to = app): Promise<{ readonly status: number; readonly body: Json }> {
  const answer = await fetch(`${to.url}${CONNECTIONS}/${connection.id}/deals`, {
    method: 'POST',
    body: typeof payload === 'string' ? payload : JSON.stringify(payload),
    headers: { 'content-type': 'application/json', 'x-crm-secret': SECRET },
  });
  return { status: answer.status, body: (await answer.json()) as Json };
}
const refusals = async (): Promise<Json[]> => (await app.must('GET', `${CONNECTIONS}/${connection.id}/refusals`)).data;

describe('a payload of a CRM that cannot be read', () => {
  it('is listed once if its objects are not where the mapping says, or are too many', async () => {
    await post({ deals: [{ id: 1 }] });
    for (const payload of [{ events: [] }, { events: [{ id: 1 }] }, { deals: Array(501).fill({ id: 1 }) }])
      expect(await post(payload)).toMatchObject({ status: 200, body: { taken: 0, refused: 1 } });
    const listed = (await refusals()).map(({ ref, refused, faults, seen }) => [ref, refused, faults[0].code, seen]);
    expect(listed).toEqual([
      [null, true, 'tooMany', ['deals']],
      [null, true, 'type', ['events']],
      ['1', true, 'required', ['deals']],
    ]);
    // Deeper than the call stack allows.
    const deep = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`;
    expect(await post(`{"deals":[{"id":1,"title":${deep}}]}`)).toMatchObject({ body: { refused: 1 } });
    expect((await refusals())[0]!.faults[0].code).toBe('tooDeep');
    await post({ deals: Array(500).fill({ id: 2 }) });
    expect((await refusals())[0]).toMatchObject({ ref: '2' });
  });

  it('is logged once if the secret of the connection cannot be decrypted', async () => {
    const former = new Uint8Array(32).fill(9);
    const lost = await TestApplication.start(undefined, {
      database: app.database,
      environment: { secretsKey: former },
    });
    const said = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    try {
      for (let count = 0; count < 3; count += 1) expect((await post({ deals: [] }, lost)).status).toBe(401);
      expect(said.mock.calls.map(([line]) => String(line))).toEqual([expect.stringContaining(connection.id)]);
      expect(String(said.mock.calls[0]![0])).toContain('SECRETS_KEY');
    } finally {
      await lost.application.close();
    }
    expect((await post({ deals: [] })).status).toBe(200);
  });
});
