import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CLOCK_KINDS } from '../../src/clocks/kinds.js';
import { WORKERS, type Worker } from '../../src/engine/worker.js';
import { TestApplication } from '../support/application.js';

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

it('every kind of clock is carried out by one worker of the engine', () => {
  const workers: readonly Worker[] = app.application.app.get(WORKERS, { strict: false });
  expect(workers.flatMap(({ serves }) => serves).sort()).toEqual(Object.keys(CLOCK_KINDS).sort());
});
