import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { RandomStory } from '../support/random-story.js';
import { runs } from '../support/runs.js';
import { whatIsWrong } from '../support/wrongs.js';

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
});
afterEach(() => app.stop());

/** Further stories are played with `SEEDS=any,words`. */
const SEEDS = process.env.SEEDS?.split(',') ?? ['one', 'two', 'three'].slice(0, runs(1, 3));

it.each(SEEDS)(
  'in any story of leads, none is forgotten and nothing is enforced before it is due: %s',
  async (seed) => {
    const story = new RandomStory(app, seed);
    await story.begin();
    await story.tell(400);
    await story.end();
    const found = await whatIsWrong(app.database.url, app.time.now());
    expect(found).toEqual({});
  },
);
