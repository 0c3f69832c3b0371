import { defineRefusal } from '../platform/input/refusal.js';

export class NoMailServerError extends defineRefusal('no-mail-server', 'conflict', 'Nobody can be sent a link') {
  constructor() {
    super('Touchline has no mail server (SMTP_URL). Log in by a key.');
  }
}

export class TooManyMailsError extends defineRefusal('too-many-mails', 'tooMany', 'Too many mails') {
  override readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super('Too many links were asked for: for this address, or from where this request comes from.');
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export class NoIdentityProviderError extends defineRefusal('no-identity-provider', 'conflict', 'No identity provider') {
  constructor() {
    super('Touchline has no provider to log in by (OIDC_ISSUER). Log in by a link or a key.');
  }
}
