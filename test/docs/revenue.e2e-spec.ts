import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';

/** The requests of the guide, each with its body, and the answer in the block that follows. */
const EXAMPLES = [
  ...readFileSync('docs/revenue.md', 'utf8').matchAll(/^```\n(POST) (\S+)\n(.*?)```\n\n```\n(.*?)```$/gms),
];

let app: TestApplication;

beforeAll(async () => {
  app = await TestApplication.start();
});
afterAll(() => app.stop());

it('every request of docs/revenue.md is answered as it says', async () => {
  expect(EXAMPLES).toHaveLength(2);
  for (const [, method, path, body, answer] of EXAMPLES)
    expect(await app.must(method!, path!, JSON.parse(body!))).toEqual(JSON.parse(answer!));
});
