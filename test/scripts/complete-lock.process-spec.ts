import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

  it('finds a package in the folder of its dependent', () => {
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

  it('is refused if a version is not pinned', () => {
    const { status, stderr } = complete({
      'node_modules/a': { version: '1.0.0', optionalDependencies: { b: '^1.0.0' } },
    });
    expect(status).toBe(1);
    expect(stderr).toContain('node_modules/a wants b@^1.0.0, which is not pinned');
  });
});

it('the lock file of this project is complete', () => {
  const text = readFileSync('package-lock.json', 'utf8');
  expect(complete(JSON.parse(text).packages).packages).toEqual(JSON.parse(text).packages);
});

describe('checksums', () => {
  const checksum = `sha512-${'a'.repeat(86)}==`;

  /** Runs the script with a fake npm client that knows one package. */
  function addChecksums(packages: Record<string, unknown>, known: string) {
    const file = join(folder, 'package-lock.json');
    writeFileSync(file, JSON.stringify({ lockfileVersion: 3, packages }));
    writeFileSync(join(folder, 'npm'), `#!/bin/sh\ntest "$2 $3" = "${known} dist.integrity" && echo ${checksum}\n`);
    chmodSync(join(folder, 'npm'), 0o755);
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
    const script = resolve('scripts/lock-checksums.mjs');
    const { stdout } = spawnSync(process.execPath, [script], { cwd: folder, env, encoding: 'utf8' });
    return { stdout, packages: JSON.parse(readFileSync(file, 'utf8')).packages };
  }

  it('that are missing are added from the registry, and present ones stay', () => {
    const given = {
      '': {},
      'node_modules/a': { version: '1.0.0', integrity: 'sha512-there' },
      'node_modules/b/node_modules/@x/core': { version: '2.0.0', optional: true },
      'node_modules/unknown': { version: '1.0.0', optional: true },
      'node_modules/here': { resolved: 'scripts/here', link: true },
      'scripts/here': { version: '1.0.0' },
    };
    const { stdout, packages } = addChecksums(given, '@x/core@2.0.0');
    expect(packages).toEqual({
      ...given,
      'node_modules/b/node_modules/@x/core': { version: '2.0.0', integrity: checksum, optional: true },
    });
    expect(stdout).toContain('1 checksums added; the registry of this machine does not know those of 1.');
  });
});

describe('the lock file of this project', () => {
  type Entry = { integrity?: string; optional?: true; link?: true; engines?: { node?: string } };
  const packages: Record<string, Entry> = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;

  it('has a checksum for every package that is not optional', () => {
    const lacking = Object.entries(packages).filter(([path, { integrity, link }]) => {
      return path.startsWith('node_modules/') && !integrity && !link;
    });
    expect(lacking.filter(([, { optional }]) => !optional)).toEqual([]);
  });

  it('installs no package that reports installations', () => {
    expect(packages['node_modules/@scarf/scarf']).toEqual({ resolved: 'scripts/no-telemetry', link: true });
    expect(Object.keys(packages).filter((path) => path.endsWith('@scarf/scarf'))).toHaveLength(1);
    expect(readFileSync('.npmrc', 'utf8')).toMatch(/^ignore-scripts=true$/m);
  });

  it('installs the build tools even if NODE_ENV is production', () => {
    expect(readFileSync('.npmrc', 'utf8')).toMatch(/^include=dev$/m);
  });

  it('has no package that requires a newer Node than README.md names', () => {
    expect(JSON.parse(readFileSync('package.json', 'utf8')).engines.node).toBe('>=20.19');
    const newer = /^(?:>=|\^|~)? ?(?:20\.[2-9]\d|2[1-9]|[3-9]\d)[\d.]*$/;
    const wantsNewer = (range: string) => range.split('||').every((alternative) => newer.test(alternative.trim()));
    expect(Object.keys(packages).filter((path) => wantsNewer(packages[path]!.engines?.node ?? ''))).toEqual([]);
  });
});
