export type { components, operations, paths } from './api.js';
export { type Fault, TouchlineProblem } from './problem.js';
export { type Event, type Listening, Touchline, type TouchlineOptions } from './touchline.js';
export { verifyWebhook, type WebhookPayload } from './webhook.js';
