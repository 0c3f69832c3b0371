import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { TestApplication } from '../support/application.js';
import { aRep, faults } from '../support/people.js';

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

const user = (name: string) => ({ name, email: `${name}@example.org`, scopes: ['rep'] });

it('a request that names a rep who is being deleted finds no rep', async () => {
  const ann = await aRep(app, 'Ann');
  const kim = await app.must('POST', '/v1/users', { ...user('kim'), scopes: ['admin'] });
  const session = new pg.Client({ connectionString: app.database.url });
  await session.connect();
  // The last row that the deletion writes.
  await session.query('begin; select 1 from configuration_revision for update');
  const deleted = app.ask('DELETE', `/v1/reps/${ann.id}`);
  await app.somebodyWaits();
  const naming = [
    app.ask('POST', '/v1/api-keys', { name: 'dialer', scopes: ['rep'], repId: ann.id }),
    app.ask('POST', '/v1/users', { ...user('lee'), repId: ann.id }),
    app.ask('PUT', `/v1/users/${kim.id}`, { ...user('kim'), repId: ann.id }),
  ];
  const settings = app.ask('PUT', `/v1/reps/${ann.id}/notification-settings`, { summary: 'none' });
  await app.somebodyWaits(5);
  await session.end();
  expect((await deleted).status).toBe(204);
  for (const answer of naming) expect(faults(await answer)).toEqual(['/repId unknownId']);
  expect((await settings).status).toBe(404);
});

it('a rep who gets a key while being deleted is not deleted', async () => {
  const ben = await aRep(app, 'Ben');
  let deleted: Promise<{ status: number }> | undefined;
  await app.whileWorkedOn(
    [ben],
    async () => {
      deleted = app.ask('DELETE', `/v1/reps/${ben.id}`);
      await app.somebodyWaits();
      await app.must('POST', '/v1/api-keys', { name: 'dialer', scopes: ['rep'], repId: ben.id });
    },
    'rep',
  );
  expect((await deleted!).status).toBe(409);
});
