import type { TestApplication } from './application.js';
import type { Json } from './json.js';

/** Makes a policy for every lead, by default with a first touch within five minutes of working time. */
export function aPolicy(app: TestApplication, firstTouch: object = {}, fields: object = {}): Promise<Json> {
  return app.must('POST', '/v1/sla-policies', {
    name: `Policy ${Math.abs(JSON.stringify([firstTouch, fields]).length)}`,
    when: {},
    ...fields,
    firstTouch: { within: 'PT5M', ...firstTouch },
  });
}

export const NEW_YORK = {
  name: 'New York',
  timeZone: 'America/New_York',
  hours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['09:00', '17:00']]])),
};

export function clockOf(lead: Json, kind = 'firstTouch'): Json {
  return lead.clocks.filter((clock: Json) => clock.kind === kind).at(-1);
}
