import { defineRefusal } from '../platform/input/refusal.js';

export class NoMailServerError extends defineRefusal('no-mail-server', 'conflict', 'Nobody can be sent a link') {
  constructor() {
    super('Touchline has no mail server (SMTP_URL). Log in by a key.');
  }
}

export class NoIdentityProviderError extends defineRefusal('no-identity-provider', 'conflict', 'No identity provider') {
  constructor() {
    super('Touchline has no provider to log in by (OIDC_ISSUER). Log in by a link or a key.');
  }
}
