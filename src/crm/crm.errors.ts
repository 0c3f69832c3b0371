import { defineRefusal } from '../platform/refusal.js';

/** 401: nobody can say that a CRM has sent it. Which part of it was wrong is said to nobody. */
export class ConnectionUnprovenError extends defineRefusal(
  'crm-unproven',
  'unauthenticated',
  'Not proven to be the CRM',
) {
  constructor() {
    super('Expected a request that proves, as the connection says, that the CRM has sent it, and just now.');
  }
}
