import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartRefusal } from '../input/refusal.js';
import type { Environment } from './environment.js';
import { makeFolder, writePrivateFile } from './files.js';
import { readSecretsKey, SECRETS_KEY_BYTES } from './setting-texts.js';

const FILE = 'secrets-key';

/**
 * Gives an environment without a SECRETS_KEY the key in its data folder, which the first start makes. Only for the
 * embedded database: nodes that share a database of the operator's own have to share their key too.
 * @throws StartRefusal if the file cannot be used
 */
export function withOwnSecretsKey(environment: Environment): Environment {
  if (environment.secretsKey !== undefined) return environment;
  return Object.freeze({ ...environment, secretsKey: keyIn(environment.dataDir) });
}

function keyIn(dataDir: string): Uint8Array {
  const file = join(dataDir, FILE);
  try {
    const key = readSecretsKey(readFileSync(file, 'utf8').trim());
    if (key === undefined)
      throw new StartRefusal(`${file} holds no key: put the former file back, or set SECRETS_KEY.`);
    return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw asRefusal(error, `${file} cannot be read`);
  }
  const made = randomBytes(SECRETS_KEY_BYTES);
  try {
    makeFolder(dataDir, 0o700);
    writePrivateFile(file, `${made.toString('base64')}\n`);
  } catch (error) {
    throw asRefusal(
      error,
      `${file} cannot be written, and without it secrets could not be read again: set SECRETS_KEY`,
    );
  }
  return new Uint8Array(made);
}

function asRefusal(error: unknown, what: string): unknown {
  return error instanceof StartRefusal ? error : new StartRefusal(`${what} (${(error as Error).message}).`);
}
