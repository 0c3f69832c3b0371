import { rulesNamed } from '../clocks/kinds.js';
import type { Names } from '../leads/names.js';
import { awaited, causeWords } from '../leads/timeline.js';
import type { NewNotification } from '../notifications/notification.js';

/** One plain sentence that says to a rep what they are told. @param lead what people call the lead */
export function textOf({ type, data }: Pick<NewNotification, 'type' | 'data'>, lead: string, names: Names): string {
  switch (type) {
    case 'lead.assigned':
      return `${lead} is yours, ${causeWords(data)}`;
    case 'lead.reassigned':
      return `${lead} moved from ${names.rep(data.fromRepId)} to you: ${causeWords(data)}`;
    case 'lead.movedAway':
      return `${lead} moved from you ${data.toRepId === null ? 'into the queue' : `to ${names.rep(data.toRepId)}`}: ${causeWords(data)}`;
    case 'lead.woken':
      return `${lead} is yours again, ${causeWords(data)}`;
    case 'lead.queued':
      return data.leads === 1
        ? `${lead} waits in the queue: nobody can take it now`
        : `${data.leads} leads wait in the queue: nobody can take them now`;
    case 'sla.warned':
      return `${lead} waits for your ${awaited(data.kind)}, due by ${data.dueAt}`;
    case 'sla.escalated':
      return `${missed(lead, data, names)}${ESCALATED[String(data.why)] ?? ''}`;
    default:
      return type satisfies never;
  }
}

/** Why a person is told; that the policy says so needs no words. */
const ESCALATED: Readonly<Record<string, string>> = {
  nobodyElse: ', and nobody else can take it',
  maxReassignments: ', and it has moved as often as its policy allows',
};

function missed(lead: string, data: NewNotification['data'], names: Names): string {
  const owner = names.rep(data.missedByRepId);
  return rulesNamed(data.kind)?.missed(lead, owner) ?? `${lead} was not served in time`;
}
