import { Injectable } from '@nestjs/common';
import { Secrets } from '../../platform/outbound/secrets.js';
import type { KeptRequest } from './kept-request.js';

/** Encrypts requests for as long as they are kept: they hold whatever people typed. */
@Injectable()
export class SealedRequests {
  constructor(private readonly secrets: Secrets) {}

  seal(id: string, request: KeptRequest): Buffer {
    return this.secrets.seal(JSON.stringify(request), placeOf(id));
  }

  /** @returns null if it was erased, or sealed with another key */
  open(id: string, sealed: Buffer | null): KeptRequest | null {
    const text = sealed === null ? null : this.secrets.openOrNull(sealed, placeOf(id));
    return text === null ? null : (JSON.parse(text) as KeptRequest);
  }
}

function placeOf(id: string): string {
  return `arrival ${id}`;
}
