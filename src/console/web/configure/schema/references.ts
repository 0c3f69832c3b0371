import type { JsonObject } from './json-schema.js';

interface Referred {
  /** The path of the list of all. */
  readonly path: string;
  /** The field whose value the reference holds. */
  readonly by: string;
  /** The list is not paged. */
  readonly isWhole?: true;
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
  region: { path: '/v1/holiday-regions', by: 'region', isWhole: true },
} satisfies Record<string, Referred>;
export type ReferenceTo = keyof typeof REFERRED;

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

export function nameOfDocument({ name, label, code, url }: JsonObject): string {
  return String([name, label, code, url].find((each) => typeof each === 'string') ?? '');
}
