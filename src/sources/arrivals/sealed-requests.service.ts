import { Injectable } from '@nestjs/common';
import { Secrets, UnreadableSecretError } from '../../platform/outbound/secrets.js';
import type { KeptRequest } from './kept-request.js';

/** Encrypts requests for as long as they are kept: they hold whatever people typed. */
@Injectable()
export class SealedRequests {
  constructor(private readonly secrets: Secrets) {}

  get isReady(): boolean {
    return this.secrets.isReady;
  }

  seal(id: string, request: KeptRequest): Buffer {
    return this.secrets.seal(JSON.stringify(request), placeOf(id));
  }

  /** @returns null if it was erased, or sealed with another key */
  open(id: string, sealed: Buffer | null): KeptRequest | null {
    if (sealed === null) return null;
    try {
      return JSON.parse(this.secrets.open(sealed, placeOf(id))) as KeptRequest;
    } catch (error) {
      if (error instanceof UnreadableSecretError) return null;
      throw error;
    }
  }
}

function placeOf(id: string): string {
  return `arrival ${id}`;
}
