import type { TestApplication } from './application.js';
import type { Json } from './json.js';

/** A policy for every lead: first touch within five minutes of working time unless told otherwise. */
export function aPolicy(app: TestApplication, firstTouch: object = {}, fields: object = {}): Promise<Json> {
  return app.must('POST', '/v1/sla-policies', {
    name: `Policy ${Math.abs(JSON.stringify([firstTouch, fields]).length)}`,
    when: {},
    ...fields,
    firstTouch: { within: 'PT5M', ...firstTouch },
  });
}

/** The office of New York. */
export const NEW_YORK = {
  name: 'New York',
  timeZone: 'America/New_York',
  hours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['09:00', '17:00']]])),
};

/** The clock of a kind that began last. */
export function clockOf(lead: Json, kind = 'firstTouch'): Json {
  return lead.clocks.filter((clock: Json) => clock.kind === kind).at(-1);
}
