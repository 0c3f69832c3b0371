import type { Reference } from '../platform/openapi/openapi.js';
import { withServedLinks } from './guides.js';

/** The tags of the OpenAPI document, in the order of the documentation. */
export const GROUPS: Reference['groups'] = [
  ['Leads', 'What came in: who owns it, by when it must be touched, what was done, and how it ended.'],
  ['Inbox', 'What a rep has to do next, and what they were told.'],
  ['Dispositions', 'What became of leads, and why: for whoever pays for the clicks.'],
  ['Deals', 'What leads become: accounts, and what is to be sold to them, or was.'],
  ['Handoffs', 'A deal that is won changes hands: what is handed over, who receives it, and how far they have come.'],
  [
    'Revenue',
    'Contracts, what they come to in a year, what moves that, how much of it stays, and why customers leave.',
  ],
  ['People', 'Reps, their capacities, availability and absences, and teams.'],
  ['Routing', 'Rules say which pool or rep a lead goes to; pools deal leads out among their members.'],
  ['SLA policies', 'How soon a lead must be touched, and what happens when nobody does.'],
  ['Calendars', 'Working hours, holidays and breaks: what deadlines in working time are counted in.'],
  ['Disposition reasons', 'The words with which leads are closed, and what each of them requires.'],
  ['Suppressions', 'From whom no leads are taken any more, by whom and why.'],
  ['Persons', 'What is held of a person, and how it is erased.'],
  ['Feedback', 'What ad platforms are told of leads, and what they made of it: one destination for each account.'],
  ['Enforcement', 'What helps on a bad day: enforcement is held, and moves are undone.'],
  ['Jobs', 'Long work, done in the background: how far it is, and what came of it.'],
  ['Reports', 'The numbers: how soon leads are answered, which promises were kept, and what is open.'],
  ['Settings', 'What holds for the whole organisation, and what is still missing.'],
  ['Events', 'Everything that happened, as a feed for programs.'],
  ['Webhooks', 'Addresses to which events are posted, signed; and how that went.'],
  ['Channels', 'Places of Slack and Teams, to which what concerns a pool or a team is posted.'],
  [
    'Handoff kinds',
    'What is handed over when a deal is won, delivered or renewed: the form, who receives it, and by when.',
  ],
  ['Record connectors', 'How a record is made in the tool of a receiver when work is handed over.'],
  ['CRM connections', 'How deals come in from a CRM by its webhooks, and what it is told of their handovers.'],
  ['Keys', 'Who may do what.'],
  ['Sessions', 'Who is logged in to the console, and how they like it.'],
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
