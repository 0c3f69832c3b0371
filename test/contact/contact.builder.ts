import { MONDAY } from '../support/application.js';

/** Monday, 2 March 2026, 15:00 UTC: 5:00 in Honolulu, 10:00 in New York, 16:00 in Berlin. */
export const START = Date.parse(MONDAY);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const iso = (at: number) => new Date(at).toISOString();

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

export const daily = (from: string, to: string) => Object.fromEntries(DAYS.map((day) => [day, [[from, to]]]));

export const CALLS = { call: { hours: daily('08:00', '21:00'), holidays: true } };
export const HONOLULU = { contact: { phone: '+18085550100' } };
/** When calls to Honolulu may begin, in winter and summer alike. */
export const EIGHT_IN_HONOLULU = '2026-03-02T18:00:00.000Z';
