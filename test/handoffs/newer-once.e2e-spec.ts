import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/sql/database.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { theReps } from '../support/people.js';

let app: TestApplication;
let kinds: Json[];
beforeAll(async () => {
  app = await TestApplication.start();
  const [ann] = await theReps(app, ['Ann']);
  const team = await app.must('POST', '/v1/teams', { name: 'T', repIds: [ann!.id] });
  const { data } = await app.must('GET', '/v1/handoff-kinds/ready-made?business=saas');
  const names = [...new Set(data.flatMap(({ kind }: Json) => kind.receivers.map(({ name }: Json) => name)))];
  const made = await app.ask('POST', '/v1/handoff-kinds/ready-made', {
    business: 'saas',
    receivers: names.map((name) => ({ name, teamId: team.id, ownerOfDoneRepId: ann!.id })),
    deciderRepId: ann!.id,
  });
  kinds = made.body.data;
});
afterAll(() => app.stop({ isWhole: false }));

it('a field that was taken once, whose answer was lost, is answered again', async () => {
  const kind = await app.must('GET', `/v1/handoff-kinds/${kinds[0]!.id}`);
  const { id, newer: _, version: __, createdAt: ___, updatedAt: ____, ...body } = kind;
  const { term: _____, ...properties } = body.form.properties;
  const required = body.form.required.filter((name: string) => name !== 'term');
  const receivers = body.receivers.map((each: Json) => ({
    ...each,
    ...(each.sections && { sections: each.sections.filter((name: string) => name !== 'term') }),
  }));
  const ready = body.ready.filter((each: Json) => !JSON.stringify(each).includes('term'));
  await app.must('PUT', `/v1/handoff-kinds/${id}`, {
    ...body,
    receivers,
    ready,
    form: { ...body.form, required, properties },
  });
  const asking = { headers: { 'idempotency-key': 'lost' } };
  const first = await app.post(`/v1/handoff-kinds/${id}/newer`, { fields: ['term'] }, asking);
  await app.application.app
    .get(Database)
    .query(
      `update idempotent_answer set status = null, body = null, content_type = null, etag = null where key = 'lost'`,
    );
  await app.moveBy(31_000);
  const second = await app.post(`/v1/handoff-kinds/${id}/newer`, { fields: ['term'] }, asking);
  expect([first.status, second.status]).toEqual([200, 200]);
});
