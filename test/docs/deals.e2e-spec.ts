import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { aDesk, aLead, aRep, leadNow } from '../support/people.js';

/** The requests of the guide: each block is one, with its body below. */
const REQUESTS = [...readFileSync('docs/deals.md', 'utf8').matchAll(/^```\n(GET|POST|PATCH|PUT) (\S+)\n(.*?)```$/gms)];

let app: TestApplication;
let ann: { id: string };

beforeAll(async () => {
  app = await TestApplication.start();
  ann = await aRep(app, 'Ann');
  await aDesk(app, [ann]);
});
afterAll(() => app.stop());

it('every request of docs/deals.md does what the guide says', async () => {
  const lead = await aLead(app);
  const ids = new Map([
    ['{leadId}', lead.id as string],
    ['{repId}', ann.id],
  ]);
  const filledIn = (text: string) => [...ids].reduce((filled, [name, id]) => filled.replaceAll(name, id), text);
  const statuses: string[] = [];
  for (const [, method, path, body] of REQUESTS) {
    const json = body!.trim() === '' ? undefined : JSON.parse(filledIn(body!));
    const answer = await app.must(method!, filledIn(path!), json);
    if (path === '/v1/deals') ids.set('{dealId}', answer.id);
    if (path!.endsWith('timeline') || path!.includes('?')) expect(answer.data).not.toEqual([]);
    if (path!.endsWith('/batch')) expect(answer.results).toMatchObject([{ status: 'created' }, { status: 'created' }]);
    if (path!.endsWith('/batch')) ids.set('{accountId}', answer.results[0].id);
    statuses.push((await leadNow(app, lead)).status);
    await app.moveBy(1000);
  }
  expect(statuses).toEqual(['open', 'lost', 'open', 'open', 'open', 'won', 'won', 'won', 'won', 'won']);
  const { milestones } = await leadNow(app, lead);
  expect(milestones.at(-1)).toMatchObject({ name: 'won', value: { amount: '8000.00', currency: 'EUR' } });
});
