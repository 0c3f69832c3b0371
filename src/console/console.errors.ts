import { defineRefusal } from '../platform/refusal.js';

export class NoMailServerError extends defineRefusal('no-mail-server', 'conflict', 'Nobody can be sent a link') {
  constructor() {
    super('Touchline has no mail server (SMTP_URL). Log in by a key.');
  }
}
