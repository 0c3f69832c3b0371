import { gzipSync } from 'node:zlib';
import { beforeAll, expect, it } from '@jest/globals';
import { makeConsole } from '../../scripts/console.mjs';

interface Output {
  readonly entryPoint?: string;
  readonly imports: readonly { readonly path: string; readonly kind: string }[];
}

let kilobytesOf: (names: Iterable<string>) => number;
let outputs: Readonly<Record<string, Output>>;
let entry: Set<string>;

beforeAll(async () => {
  const { files, metafile } = (await makeConsole(process.cwd()))!;
  outputs = (metafile as { outputs: typeof outputs }).outputs;
  const sizeOf = (name: string) => gzipSync(files.get(`/console/${name}`)!.text).length;
  kilobytesOf = (names) => [...names].reduce((sum, name) => sum + sizeOf(name), 0) / 1024;
  entry = new Set();
  for (const [name, { entryPoint }] of Object.entries(outputs)) if (entryPoint?.match(/(main|theme)\.tsx?$/)) add(name);
});

/** Adds a script with all that it imports statically. */
function add(name: string): void {
  if (entry.has(name)) return;
  entry.add(name);
  for (const { path, kind } of outputs[name]!.imports) if (kind === 'import-statement') add(path);
}

const scripts = () => Object.keys(outputs).filter((name) => name.endsWith('.js'));

it('the console loads at most 100 kB of scripts before its first screen', () => {
  expect(scripts().filter((name) => entry.has(name)).length).toBeGreaterThan(2);
  expect(kilobytesOf(entry)).toBeLessThanOrEqual(100);
});

it('all styles together are at most 12 kB', () => {
  const styles = Object.keys(outputs).filter((name) => name.endsWith('.css'));
  expect(styles).not.toEqual([]);
  expect(kilobytesOf(styles)).toBeLessThanOrEqual(12);
});

it('no part loaded later is more than 60 kB', () => {
  const later = scripts().filter((name) => !entry.has(name));
  expect(later.length).toBeGreaterThan(4);
  expect(later.filter((name) => kilobytesOf([name]) > 60)).toEqual([]);
});

it('a screen takes at most ten scripts', () => {
  const first = new Set(entry);
  const areas = Object.keys(outputs).filter((name) => outputs[name]!.entryPoint?.includes('/areas/'));
  expect(areas).not.toEqual([]);
  for (const area of areas) {
    entry = new Set(first);
    add(area);
    expect(scripts().filter((name) => entry.has(name)).length).toBeLessThanOrEqual(10);
  }
});
