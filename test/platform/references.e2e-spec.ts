import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { aDesk, aLead, NOBODY } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start();
  await aDesk(app, ['Ann']);
  await aPolicy(app);
});
afterAll(() => app.stop());

/** Copies a row of a lead to another lead, with a new id. */
const copyTo = (table: string, leadId: string) =>
  app.asOwner(`create temporary table copied on commit drop as select * from ${table} where lead_id is not null limit 1;
    update copied set id = gen_random_uuid(), lead_id = '${leadId}';
    insert into ${table} select * from copied`);

describe.each(['clock', 'assignment'])('a row of %s', (table) => {
  it('must refer to a lead that exists', async () => {
    await aLead(app);
    await expect(copyTo(table, NOBODY)).rejects.toThrow(`${table} refers to lead ${NOBODY}, which does not exist`);
  });
});

it('a lead with clocks or assignments cannot be deleted', async () => {
  const { id } = await aLead(app);
  await expect(app.asOwner(`delete from lead where id = '${id}'`)).rejects.toThrow(
    `lead ${id} has clocks or assignments`,
  );
});
