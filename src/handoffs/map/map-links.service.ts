import { Injectable } from '@nestjs/common';
import { Environment, publicUrlOf } from '../../platform/environment.js';
import { isId } from '../../platform/ids.js';
import { MS_PER_SECOND } from '../../platform/instant.js';
import { Secrets } from '../../platform/secrets.js';
import { SignedTokens } from '../../platform/signed-tokens.js';
import { TimeSource } from '../../platform/time-source.js';
import type { MapLink } from './map-link.js';

const KIND = { purpose: 'links of maps of handoffs', type: 'handoff-map+jwt' };

type Claims = Pick<MapLink, 'keyId' | 'kindId' | 'from' | 'to'>;

/** Signs links to maps of handoffs, and reads them again (docs/adr/0050): kept nowhere, as those of handoffs. */
@Injectable()
export class MapLinks {
  private readonly tokens: SignedTokens<Claims>;
  private readonly base: string;

  constructor(secrets: Secrets, environment: Environment, time: TimeSource) {
    this.tokens = new SignedTokens(KIND, secrets, time);
    this.base = publicUrlOf(environment);
  }

  /** Whether there is a key: without one nothing can be signed. */
  get isReady(): boolean {
    return this.tokens.isReady;
  }

  /** The address of its page. */
  async urlOf({ id, expiresAt, ...claims }: MapLink): Promise<string> {
    const token = await this.tokens.sign(claims, { id, subject: null, expiresAt });
    return `${this.base}/act/handoff-map/${token}`;
  }

  /** Null: we have not signed it, or not with this key. */
  async read(token: string): Promise<{ readonly link: MapLink; readonly isOver: boolean } | null> {
    const read = await this.tokens.read(token);
    // Of a version that did not say by which key it was made.
    if (read?.claims.keyId === undefined) return null;
    const { jti = '', exp, keyId, kindId, from, to } = read.claims;
    if (!isId(jti) || !isId(keyId) || exp === undefined) throw new Error('A link was signed that is none');
    const link = { id: jti, keyId, kindId, from, to, expiresAt: exp * MS_PER_SECOND };
    return { link, isOver: read.isOver };
  }
}
