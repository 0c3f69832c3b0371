import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { noKey } from '../configuration/sealed-field.service.js';
import { refuse } from '../platform/input/refusal.js';
import { Secrets } from '../platform/outbound/secrets.js';
import { Turns } from '../platform/running/turns.js';
import { contactsIn, markOf } from './contacts-in-rows.js';

/** Something sealed, with hashes of the addresses and numbers in it. */
export interface Sealed {
  readonly sealed: Buffer;
  readonly marks: readonly number[];
}

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

  /** @param cellsOf returns what of a row may say who somebody is */
  async seal<Row>(importId: string, rows: readonly Row[], cellsOf: (row: Row) => readonly string[]): Promise<Sealed> {
    const marks = new Set<number>();
    const turns = new Turns();
    for (const row of rows) {
      for (const contact of contactsIn(cellsOf(row))) marks.add(markOf(contact));
      await turns.next();
    }
    const bytes = await compress(JSON.stringify(rows), { level: 3 });
    return { sealed: this.secrets.seal(bytes.toString('base64'), placeOf(importId)), marks: [...marks] };
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
