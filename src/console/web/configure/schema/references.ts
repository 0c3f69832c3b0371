import type { JsonObject } from './json-schema.js';

interface Referred {
  /** The path of the list of all. */
  readonly path: string;
  /** The field whose value the reference holds. */
  readonly by: string;
}

export const REFERRED = {
  rep: { path: '/v1/reps', by: 'id' },
  pool: { path: '/v1/pools', by: 'id' },
  team: { path: '/v1/teams', by: 'id' },
  calendar: { path: '/v1/calendars', by: 'id' },
  list: { path: '/v1/lists', by: 'id' },
  recordConnector: { path: '/v1/record-connectors', by: 'id' },
  queue: { path: '/v1/queues', by: 'name' },
  reason: { path: '/v1/disposition-reasons', by: 'code' },
} satisfies Record<string, Referred>;
/** Holiday regions are no documents: their list is a whole, and a region is named with what it is in. */
export type ReferenceTo = keyof typeof REFERRED | 'region';

/** What a field refers to, by its name, which means the same in all documents. */
export const REFERENCES: Readonly<Record<string, ReferenceTo>> = {
  repId: 'rep',
  repIds: 'rep',
  ownerRepId: 'rep',
  ownerOfDoneRepId: 'rep',
  deciderRepId: 'rep',
  managerId: 'rep',
  queueOwnerId: 'rep',
  alertsTo: 'rep',
  poolId: 'pool',
  poolIds: 'pool',
  fallbackPoolId: 'pool',
  testPoolId: 'pool',
  teamId: 'team',
  teamIds: 'team',
  calendarId: 'calendar',
  defaultCalendarId: 'calendar',
  recordConnectorId: 'recordConnector',
  queue: 'queue',
  reason: 'reason',
  holidayRegion: 'region',
};

export const IS_ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

export function nameOfDocument({ name, label, code, url }: JsonObject): string {
  return String([name, label, code, url].find((each) => typeof each === 'string') ?? '');
}
