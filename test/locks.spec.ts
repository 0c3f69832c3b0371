import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

const LOCK = /const ([A-Z_]+_LOCK) = ([\d_]+);/g;

it('each advisory lock has a number of its own, as shared ones would block unrelated work', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  const locks = files.flatMap((path) =>
    [...readFileSync(join('src', path), 'utf8').matchAll(LOCK)].map(([, name, number]) => ({
      name: name!,
      number: number!,
    })),
  );
  expect(locks.length).toBeGreaterThan(5);
  expect(locks.filter(({ number }) => locks.filter((each) => each.number === number).length > 1)).toEqual([]);
});
