import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { makeFolder } from '../../src/platform/running/files.js';

const folder = mkdtempSync(join(process.env.TEST_FOLDER!, 'folders-'));

it('makes a folder with its parents, and accepts one that exists', () => {
  makeFolder(join(folder, 'a', 'b', 'c'));
  makeFolder(join(folder, 'a', 'b', 'c'));
  expect(existsSync(join(folder, 'a', 'b', 'c'))).toBe(true);
});

it('refuses a path with a file on it', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => makeFolder(join(folder, 'file'))).toThrow('EEXIST');
  expect(() => makeFolder(join(folder, 'file', 'inside'))).toThrow(/EEXIST|ENOTDIR/);
});

(existsSync('/proc') ? it : it.skip)('throws where no folder can be made', () => {
  expect(() => makeFolder('/proc/nothing/here')).toThrow();
});
