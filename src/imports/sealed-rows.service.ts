import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { noKey } from '../configuration/sealed-field.service.js';
import { refuse } from '../platform/input/refusal.js';
import { Secrets } from '../platform/outbound/secrets.js';

const compress = promisify(gzip);
const expand = promisify(gunzip);

/** Compresses and encrypts what files say about persons. */
@Injectable()
export class SealedRows {
  constructor(private readonly secrets: Secrets) {}

  /** @throws InvalidRequestError without a key */
  requireKey(): void {
    if (!this.secrets.isReady) refuse(noKey(''));
  }

  async seal(importId: string, value: unknown): Promise<Buffer> {
    const bytes = await compress(JSON.stringify(value), { level: 3 });
    return this.secrets.seal(bytes.toString('base64'), `import ${importId}`);
  }

  /** @throws UnreadableSecretError if it was sealed with another key */
  async open<Value>(importId: string, sealed: Buffer): Promise<Value> {
    const bytes = Buffer.from(this.secrets.open(sealed, `import ${importId}`), 'base64');
    return JSON.parse((await expand(bytes)).toString()) as Value;
  }
}
