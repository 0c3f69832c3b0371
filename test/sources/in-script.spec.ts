import { expect, it } from '@jest/globals';
import { makeInScript } from '../../scripts/in-script.mjs';

it('the script for websites is less than 3 kB', async () => {
  const script = (await makeInScript(process.cwd()))!;
  expect(Buffer.byteLength(script)).toBeLessThan(3 * 1024);
});
