import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { StartRefusal } from '../../src/platform/input/refusal.js';
import { readEnvironment } from '../../src/platform/running/environment.js';
import { withOwnSecretsKey } from '../../src/platform/running/own-secrets-key.js';

let folder: string;
const keyFor = (more: Record<string, string> = {}) =>
  withOwnSecretsKey(readEnvironment({ DATA_DIR: join(folder, 'data'), ...more })).secretsKey;
const file = () => join(folder, 'data', 'secrets-key');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'secrets-key-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('makes a key at the first start, which only its owner may read, and takes it again at the next', () => {
  const made = keyFor();
  expect(made).toHaveLength(32);
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(keyFor()).toEqual(made);
  expect(Buffer.from(readFileSync(file(), 'utf8'), 'base64')).toEqual(Buffer.from(made!));
});

it('leaves a key that is set alone, and makes no file', () => {
  const set = Buffer.alloc(32, 7).toString('base64');
  expect(keyFor({ SECRETS_KEY: set })).toEqual(new Uint8Array(32).fill(7));
  expect(() => statSync(file())).toThrow('ENOENT');
});

it('refuses the start where the file holds no key, instead of making another', () => {
  keyFor();
  writeFileSync(file(), 'half a key');
  expect(() => keyFor()).toThrow(
    new StartRefusal(`${file()} holds no key: put the former file back, or set SECRETS_KEY.`),
  );
});

it('refuses the start where no file can be written', () => {
  writeFileSync(join(folder, 'data'), '');
  expect(() => keyFor()).toThrow(/secrets-key cannot be (?:read|written).*/);
});
