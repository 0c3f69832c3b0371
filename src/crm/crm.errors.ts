import { defineRefusal } from '../platform/input/refusal.js';

/** 401: the request is not proven to come from the CRM. The answer does not reveal why. */
export class ConnectionUnprovenError extends defineRefusal(
  'crm-unproven',
  'unauthenticated',
  'Not proven to be the CRM',
) {
  constructor() {
    super('Expected a request that proves, as the connection requires, that the CRM has sent it just now.');
  }
}
