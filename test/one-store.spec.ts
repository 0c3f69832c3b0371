import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { TABLES } from './support/tables.js';

const src = 'src';
const WRITES =
  /(?:\b(?:insert into|delete from|update)\s+([a-z_]+)\b(?! lock| of\b)|(?:insertInto|insertSet|updateSet)(?:<\w+>)?\(\s*'([a-z_]+)')/g;

/** Returns the files whose SQL writes each table. A store and its columns file count as one. */
function writers(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  for (const path of files) {
    const code = readFileSync(join(src, path), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    for (const [, plain, columns] of code.matchAll(WRITES)) {
      const table = plain ?? columns!;
      if (!TABLES.has(table) || /^demo/.test(path)) continue;
      const store = path
        .replace('lead-columns.store', 'lead.store')
        .replace('delivery-columns.store', 'delivery-queue.store');
      found.set(table, (found.get(table) ?? new Set()).add(store));
    }
  }
  return found;
}

it('each table is written by one store', () => {
  const found = writers();
  expect(found.size).toBeGreaterThan(15);
  const shared = [...found]
    .filter(([, files]) => files.size > 1)
    .map(([table, files]) => `${table}: ${[...files].join(', ')}`);
  expect(shared).toEqual([]);
  expect(
    [...found].flatMap(([table, files]) =>
      [...files].filter((file) => !file.endsWith('.store.ts')).map((file) => `${table}: ${file}`),
    ),
  ).toEqual([]);
});
