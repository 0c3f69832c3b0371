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
    return this.secrets.seal(bytes.toString('base64'), placeOf(importId));
  }

  /** @throws UnreadableSecretError if it was sealed with another key */
  async open<Value>(importId: string, sealed: Buffer): Promise<Value> {
    return expanded<Value>(this.secrets.open(sealed, placeOf(importId)));
  }

  /** @returns null if it was sealed with another key */
  async openOrNull<Value>(importId: string, sealed: Buffer): Promise<Value | null> {
    const text = this.secrets.openOrNull(sealed, placeOf(importId));
    return text === null ? null : expanded<Value>(text);
  }
}

function placeOf(importId: string): string {
  return `import ${importId}`;
}

async function expanded<Value>(text: string): Promise<Value> {
  return JSON.parse((await expand(Buffer.from(text, 'base64'))).toString()) as Value;
}
