import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(process.env.TEST_FOLDER!, 'lock-file-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function complete(packages: Record<string, unknown>) {
  const file = join(folder, 'package-lock.json');
  writeFileSync(file, JSON.stringify({ lockfileVersion: 3, packages }));
  const { status, stderr } = spawnSync(process.execPath, [resolve('scripts/complete-lock.mjs')], { cwd: folder });
  return { status, stderr: String(stderr), packages: JSON.parse(readFileSync(file, 'utf8')).packages };
}

describe('the completed lock file', () => {
  it('has an entry for every pinned package of another system', () => {
    const optionalDependencies = {
      '@x/core-linux-x64-gnu': '1.2.3',
      '@x/core-linux-arm-musleabihf': '1.2.3',
      '@x/core-darwin-arm64': '1.2.3',
      '@x/core-win32-x64-msvc': '1.2.3',
      '@x/core-wasm32-wasi': '1.2.3',
    };
    const there = { version: '1.2.3', integrity: 'sha512-x', os: ['linux'], cpu: ['x64'], libc: ['glibc'] };
    const { packages } = complete({
      '': {},
      'node_modules/@x/core': { version: '1.2.3', dev: true, optionalDependencies },
      'node_modules/@x/core-linux-x64-gnu': there,
    });
    const added = { version: '1.2.3', dev: true, optional: true };
    expect(packages).toEqual({
      '': {},
      'node_modules/@x/core': { version: '1.2.3', dev: true, optionalDependencies },
      'node_modules/@x/core-linux-x64-gnu': there,
      'node_modules/@x/core-linux-arm-musleabihf': { ...added, os: ['linux'], cpu: ['arm'], libc: ['musl'] },
      'node_modules/@x/core-darwin-arm64': { ...added, os: ['darwin'], cpu: ['arm64'] },
      'node_modules/@x/core-win32-x64-msvc': { ...added, os: ['win32'], cpu: ['x64'] },
      'node_modules/@x/core-wasm32-wasi': { ...added, cpu: ['wasm32'] },
    });
  });

  it('finds a package in the folder of the one that wants it', () => {
    const wanting = { version: '1.0.0', optionalDependencies: { y: '2.0.0' } };
    const given = { 'node_modules/a/node_modules/x': wanting, 'node_modules/a/node_modules/y': { version: '2.0.0' } };
    expect(complete(given).packages).toEqual(given);
  });

  it('names no registry', () => {
    const { packages } = complete({
      'node_modules/a': { version: '1.0.0', resolved: 'https://registry.example/a.tgz' },
    });
    expect(packages).toEqual({ 'node_modules/a': { version: '1.0.0' } });
  });

  it('is not made up where a version is not pinned', () => {
    const { status, stderr } = complete({
      'node_modules/a': { version: '1.0.0', optionalDependencies: { b: '^1.0.0' } },
    });
    expect(status).toBe(1);
    expect(stderr).toContain('node_modules/a wants b@^1.0.0, which is not pinned');
  });
});

it('needs no change in the lock file of this project', () => {
  const text = readFileSync('package-lock.json', 'utf8');
  expect(complete(JSON.parse(text).packages).packages).toEqual(JSON.parse(text).packages);
});
