import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { freshDatabase } from '../support/postgres.js';
import { Story } from '../support/story.js';
import { tellOfConnections } from './api-story/connections.js';
import { tellOfContracts } from './api-story/contracts.js';
import { tellOfCrm } from './api-story/crm.js';
import { tellOfDeals } from './api-story/deals.js';
import type { Teller } from './api-story/example-recorder.js';
import { tellOfFeedback } from './api-story/feedback.js';
import { tellOfHandoffs } from './api-story/handoffs.js';
import { tellOfImports } from './api-story/imports.js';
import { tellOfLeads } from './api-story/leads.js';
import { tellOfPeople } from './api-story/people.js';
import { tellOfTheRest } from './api-story/rest.js';
import { tellOfRevenue } from './api-story/revenue.js';
import { tellOfRules } from './api-story/rules.js';
import { tellOfVersions } from './api-story/versions.js';
import { tellOfWebhooks } from './api-story/webhooks.js';

/*
 * Records the requests and responses of a story as the examples of the API document. With UPDATE_EXAMPLES=1 (npm run
 * examples) it rewrites them; otherwise it compares them with the file.
 */

const FILE = 'docs/api-examples.json';

let app: TestApplication;
let story: Story;

beforeAll(async () => {
  // On a database of its own, so that what the start creates bears the date of the story.
  app = await TestApplication.start(undefined, { database: await freshDatabase() });
  story = await Story.on(app);
});
afterAll(() => app.stop());

it('the API document’s examples are the requests and responses of this story', async () => {
  // Moves the clock before every request, so that anything sorted by time has one order.
  const tell: Teller['tell'] = async (...told) => {
    await app.moveBy(1_000);
    return story.tell(...told);
  };
  const people = await tellOfPeople({ app, tell });
  const rules = await tellOfRules({ app, tell }, people);
  await tellOfLeads({ app, tell }, people);
  await tellOfTheRest({ app, tell }, people, rules);
  await tellOfFeedback({ app, tell });
  await tellOfWebhooks({ app, tell });
  await tellOfDeals({ app, tell });
  await tellOfHandoffs({ app, tell }, people);
  await tellOfCrm({ app, tell });
  await tellOfConnections({ app, tell });
  await tellOfContracts({ app, tell });
  await tellOfVersions({ app, tell });
  await tellOfRevenue({ app, tell });
  await tellOfImports({ app, tell });
  if (process.env.UPDATE_EXAMPLES === '1') writeFileSync(FILE, `${JSON.stringify(story.examples, null, 2)}\n`);
  expect(story.examples).toEqual(JSON.parse(readFileSync(FILE, 'utf8')));
});
