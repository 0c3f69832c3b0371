import type { Schemas } from '../api/api.js';

export interface Kind {
  /** The part of the address that names the kind. */
  readonly code: string;
  /** The type of the subject of its events. */
  readonly subject: Schemas['Event']['subject']['type'];
  /** The path in the API. */
  readonly path: string;
  readonly name: string;
  readonly one: string;
  readonly why: string;
  /** The columns of the list besides the name. */
  readonly columns: readonly string[];
  /** The kind has a single document, which is neither created nor deleted. */
  readonly isSingle?: true;
  /** The first document that matches wins, so users order them. */
  readonly isOrdered?: true;
}

/** The kinds in the order in which a lead meets them. The forms come from the OpenAPI document. */
export const KINDS: readonly Kind[] = [
  {
    code: 'routing',
    subject: 'routing',
    path: '/v1/routing',
    name: 'Routing rules',
    one: 'routing rules',
    isSingle: true,
    why: 'Who gets which lead: the first rule that matches wins.',
    columns: [],
  },
  {
    code: 'pools',
    subject: 'pool',
    path: '/v1/pools',
    name: 'Pools',
    one: 'pool',
    why: 'Reps who take turns.',
    columns: ['strategy', 'members', 'calendarId'],
  },
  {
    code: 'policies',
    subject: 'policy',
    path: '/v1/sla-policies',
    name: 'SLA policies',
    one: 'SLA policy',
    isOrdered: true,
    why: 'What is promised to leads, and what happens when it is missed.',
    columns: ['mode', 'when', 'firstTouch.within'],
  },
  {
    code: 'calendars',
    subject: 'calendar',
    path: '/v1/calendars',
    name: 'Calendars',
    one: 'calendar',
    why: 'When people are at work.',
    columns: ['timeZone', 'holidayRegion'],
  },
  {
    code: 'reps',
    subject: 'rep',
    path: '/v1/reps',
    name: 'Reps',
    one: 'rep',
    why: 'The people who call leads.',
    columns: ['email', 'active', 'managerId', 'calendarId'],
  },
  {
    code: 'teams',
    subject: 'team',
    path: '/v1/teams',
    name: 'Teams',
    one: 'team',
    why: 'Reps with one manager.',
    columns: ['managerId', 'repIds', 'calendarId'],
  },
  {
    code: 'queues',
    subject: 'queue',
    path: '/v1/queues',
    name: 'Queues',
    one: 'queue',
    why: 'Where leads wait for a person to decide.',
    columns: ['ownerRepId', 'within'],
  },
  {
    code: 'lists',
    subject: 'list',
    path: '/v1/lists',
    name: 'Lists',
    one: 'list',
    why: 'Long lists of values for conditions, such as domains of customers.',
    columns: ['size'],
  },
  {
    code: 'sources',
    subject: 'source',
    path: '/v1/sources',
    name: 'Sources',
    one: 'source',
    why: 'Where leads come from, and what they cost.',
    columns: ['code', 'channel', 'duplicates'],
  },
  {
    code: 'reasons',
    subject: 'reason',
    path: '/v1/disposition-reasons',
    name: 'Reasons',
    one: 'reason',
    why: 'Why leads are closed.',
    columns: ['code', 'category', 'intent', 'active'],
  },
  {
    code: 'destinations',
    subject: 'destination',
    path: '/v1/feedback/destinations',
    name: 'Destinations',
    one: 'destination',
    why: 'Ad platforms that receive conversions.',
    columns: ['platform', 'mode', 'push'],
  },
  {
    code: 'webhooks',
    subject: 'webhook',
    path: '/v1/webhooks',
    name: 'Webhooks',
    one: 'webhook',
    why: 'Programs that receive events.',
    columns: ['types', 'paused'],
  },
  {
    code: 'channels',
    subject: 'channel',
    path: '/v1/channels',
    name: 'Channels',
    one: 'channel',
    why: 'Slack and Teams channels that are notified of leads.',
    columns: ['kind', 'poolIds', 'teamIds', 'stopped'],
  },
  {
    code: 'handoff-kinds',
    subject: 'handoffKind',
    path: '/v1/handoff-kinds',
    name: 'Kinds of handoff',
    one: 'kind of handoff',
    why: 'What is handed over when a deal is won, and to whom.',
    columns: ['start.on', 'receivers'],
    isOrdered: true,
  },
  {
    code: 'record-connectors',
    subject: 'recordConnector',
    path: '/v1/record-connectors',
    name: 'Record connectors',
    one: 'record connector',
    why: 'How a receiver’s tool gets its records.',
    columns: ['idOf'],
  },
  {
    code: 'crm-connections',
    subject: 'crmConnection',
    path: '/v1/crm-connections',
    name: 'CRM connections',
    one: 'CRM connection',
    why: 'CRMs and billing tools that send deals and contracts.',
    columns: ['system'],
  },
  {
    code: 'connections',
    subject: 'inbound',
    path: '/v1/inbound',
    name: 'Connections',
    one: 'connection',
    why: 'Addresses at which leads come in: forms, lead forms of ads, tools.',
    columns: ['kind', 'source', 'lastArrivalAt'],
  },
  {
    code: 'churn-reasons',
    subject: 'churnReason',
    path: '/v1/churn-reasons',
    name: 'Churn reasons',
    one: 'churn reason',
    why: 'Why customers leave.',
    columns: ['code', 'answerable'],
  },
  {
    code: 'settings',
    subject: 'settings',
    path: '/v1/settings',
    name: 'Settings',
    one: 'settings',
    isSingle: true,
    why: 'Time zone, currency, and other settings for everybody.',
    columns: [],
  },
];
