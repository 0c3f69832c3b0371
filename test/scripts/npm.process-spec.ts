import { spawnSync } from 'node:child_process';
import { expect, it } from '@jest/globals';

it('npm keeps the Node options of the operator', () => {
  const env = { ...process.env, NODE_OPTIONS: '--max-old-space-size=512' };
  const { stdout } = spawnSync('npm', ['run', 'env'], { env, encoding: 'utf8' });
  expect(stdout).toMatch(/^NODE_OPTIONS=--max-old-space-size=512$/m);
});
