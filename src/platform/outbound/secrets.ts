import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Environment } from '../running/environment.js';

const FORM = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + NONCE_BYTES + TAG_BYTES;
const DERIVED_BYTES = 32;

/** The secret was encrypted with another key, for another place, or is damaged. */
export class UnreadableSecretError extends Error {
  constructor() {
    super('It cannot be read with this SECRETS_KEY');
  }
}

/**
 * Encrypts secrets, which are never returned by the API, with AES-256-GCM: a copy of the database alone does not reveal
 * them. A secret encrypted for one place cannot be decrypted at another, so it cannot be moved there.
 */
@Injectable()
export class Secrets {
  private readonly key: Uint8Array | null;

  constructor({ secretsKey }: Environment) {
    this.key = secretsKey ?? null;
  }

  /** Whether there is a key; without one, nothing can be encrypted. */
  get isReady(): boolean {
    return this.key !== null;
  }

  /** Derives a key for a purpose (RFC 5869), which cannot decrypt the secrets. Null if there is no key. */
  derive(purpose: string): Uint8Array | null {
    return this.key === null ? null : new Uint8Array(hkdfSync('sha256', this.key, '', purpose, DERIVED_BYTES));
  }

  /** @param place what the secret is for, such as `destination <id>` */
  seal(text: string, place: string): Buffer {
    if (this.key === null) throw new Error('There is no SECRETS_KEY');
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce).setAAD(Buffer.from(place));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.from([FORM]), nonce, cipher.getAuthTag(), body]);
  }

  /** Reports whether a secret was encrypted with this key, for this place. */
  canOpen(sealed: Buffer, place: string): boolean {
    return this.openOrNull(sealed, place) !== null;
  }

  /** @returns null if it cannot be read with this key */
  openOrNull(sealed: Buffer, place: string): string | null {
    try {
      return this.open(sealed, place);
    } catch (error) {
      if (error instanceof UnreadableSecretError) return null;
      throw error;
    }
  }

  /** @throws UnreadableSecretError */
  open(sealed: Buffer, place: string): string {
    if (this.key === null || sealed.length < HEAD_BYTES || sealed[0] !== FORM) throw new UnreadableSecretError();
    const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
    const opener = createDecipheriv('aes-256-gcm', this.key, nonce, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(place))
      .setAuthTag(sealed.subarray(1 + NONCE_BYTES, HEAD_BYTES));
    try {
      return Buffer.concat([opener.update(sealed.subarray(HEAD_BYTES)), opener.final()]).toString('utf8');
    } catch {
      throw new UnreadableSecretError();
    }
  }
}
