import { Injectable, type OnModuleInit } from '@nestjs/common';
import { signed, textOf } from './signature.js';
import { SigningKeyStore } from './signing-key.store.js';

/**
 * Signs what browsers bring back, with a key that all nodes share: what a stranger has made up is refused without a
 * query. It proves nothing else. A session has to be in the database too.
 */
@Injectable()
export class Signatures implements OnModuleInit {
  private key = '';

  constructor(private readonly store: SigningKeyStore) {}

  async onModuleInit(): Promise<void> {
    this.key = await this.store.read();
  }

  sign(text: string, purpose: string): string {
    return signed(text, purpose, this.key);
  }

  /** Returns the text; null if it was not signed by us for this purpose. */
  read(value: string, purpose: string): string | null {
    return textOf(value, purpose, this.key);
  }
}
