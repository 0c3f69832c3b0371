import type { Reference } from '../platform/openapi/openapi.js';
import { withServedLinks } from './guides.js';

/** The tags of the OpenAPI document, in the order of the documentation. */
export const GROUPS: Reference['groups'] = [
  ['Leads', 'Requests that came in: their owners, their deadlines, what was done, and how they ended.'],
  ['Inbox', 'What a rep has to do next, and their notifications.'],
  ['Dispositions', 'How leads were closed, and why, for those who pay for the clicks.'],
  ['Deals', 'Accounts that leads become, and past, present and possible sales to them.'],
  [
    'Handoffs',
    'Work that changes hands when a deal is won: what is handed over, who receives it, and how far they are.',
  ],
  ['Revenue', 'Contracts, their ARR, its movements and retention, and why customers leave.'],
  ['People', 'Reps, their capacities, availability and absences, and teams.'],
  ['Routing', 'Rules say which pool or rep a lead goes to; pools deal leads out among their members.'],
  ['SLA policies', 'How soon a lead must be touched, and what happens if it is not.'],
  ['Calendars', 'Working hours, holidays and breaks, by which deadlines in working time are counted.'],
  ['Disposition reasons', 'The reasons with which leads are closed, and what each of them requires.'],
  ['Imports', 'Leads from files: which column is what, what would become of the rows, and what did.'],
  ['Suppressions', 'Whose leads are no longer accepted, and who decided that and why.'],
  ['Persons', 'The data about a person, and its erasure.'],
  ['Feedback', 'What is sent to ad platforms about leads, and their results: one destination for each account.'],
  ['Enforcement', 'For a bad day: hold enforcement, and undo moves.'],
  ['Jobs', 'Long work in the background: its progress and its results.'],
  ['Reports', 'How soon leads are answered, which promises were kept, and what is open.'],
  ['Settings', 'Settings of the whole organisation, and what the setup still lacks.'],
  ['Events', 'Everything that happened, as a feed for programs.'],
  ['Webhooks', 'Addresses to which signed events are posted, and the results of the posts.'],
  ['Channels', 'Channels of Slack and Teams, for posts about a pool or a team.'],
  [
    'Handoff kinds',
    'What is handed over when a deal is won, delivered or renewed: the form, who receives it, and by when.',
  ],
  [
    'Connections',
    'Addresses at which leads come in without a program: forms of websites, lead forms of ad platforms, tools.',
  ],
  ['Record connectors', 'How a record is made in the tool of a receiver when work is handed over.'],
  [
    'CRM connections',
    'How deals come in from a CRM by its webhooks, and what Touchline reports to it about their handovers.',
  ],
  ['Keys', 'Who may do what.'],
  ['Sessions', 'Who is logged in to the console, and their preferences.'],
  ['Operation', 'Health, metrics, and what the problems mean.'],
];

/**
 * @param api docs/api.md
 * @param tour docs/tour.md, which shows how to begin
 */
export function introductionOf(api: string, tour: string): string {
  const [, opening, ...sections] = api.trim().split(/\n{2}(?=## )|(?<=^# .*)\n{2}/);
  const served = (path: string, text: string) => withServedLinks({ path, text });
  return [
    served('docs/api.md', opening!),
    served('docs/tour.md', tour.replace(/^# .*\n/, '').trim()),
    served('docs/api.md', sections.join('\n\n')),
  ].join('\n\n');
}
