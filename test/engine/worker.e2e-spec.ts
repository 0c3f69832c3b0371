import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CLOCK_KINDS } from '../../src/clocks/kinds.js';
import { Workers } from '../../src/engine/workers.service.js';
import { TestApplication } from '../support/application.js';

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

it('every kind of clock is carried out by one worker of the engine', () => {
  const workers = app.application.app.get(Workers).inTurn;
  expect(workers.flatMap(({ serves }) => serves).sort()).toEqual(Object.keys(CLOCK_KINDS).sort());
});
