import type { NOTIFICATION_WORDS } from '../../deliveries/notifications/notification-words.js';
import type { Names } from '../../leads/lead.js';
import type { NewNotification } from '../../notifications/notification.js';
import { dayInWords } from '../../platform/values/day.js';
import { counted } from '../../platform/values/words.js';

export const HANDOFF_WORDS: (typeof NOTIFICATION_WORDS.all)[number] = {
  'handoff.received': {
    sentence: (data, handoff, names) =>
      `${handoff} is handed over to ${data.receiver}, for which you are responsible: accept it${by(data, names)}, or return it and name what is missing`,
  },
  'handoff.accepted': { sentence: (data, handoff) => `${handoff} was accepted by ${data.receiver}` },
  'handoff.returned': {
    sentence: (data, handoff, names) =>
      `${handoff} was returned by ${data.receiver}: see what is missing, and complete it${by(data, names)}`,
  },
  'handoff.done': {
    sentence: (data, handoff, names) =>
      `${handoff} was processed by ${data.receiver}${data.state === 'done' ? ', and all of it is done' : ''}${data.stage === undefined ? '' : `: “${data.stage}” begins`}${data.tellClientBy === undefined ? '' : `: it is done once you have told the client what happens next${by({ dueAt: data.tellClientBy }, names, ',')}`}`,
  },
  'handoff.asked': {
    sentence: (data, handoff, names) => {
      if (data.isOfRecord === true)
        return `The record of ${handoff} may differ from its form: answer the question about it${by(data, names)}`;
      if (data.isOfDeal === true)
        return `${handoff} does not fit its deal any more${worthIn(data)}: answer there which is right${by(data, names, ',')}`;
      return `${typeof data.byRepId === 'string' ? names.rep(data.byRepId) : 'Somebody'} asks you a question about ${handoff}: answer it there${by(data, names)}`;
    },
  },
  'handoff.answered': {
    sentence: (data, handoff, names) =>
      `Question ${data.number} about ${handoff} was answered${typeof data.byRepId === 'string' ? ` by ${names.rep(data.byRepId)}` : ''}`,
  },
  'handoff.amended': {
    sentence: (data, handoff) =>
      `${handoff} was amended after ${data.receiver} had accepted it: ${(data.fields as readonly string[]).join('; ')}`,
  },
  'handoff.dealChanged': {
    sentence: (data, handoff, names) => {
      const changed = `${handoff} does not fit its deal any more${worthIn(data)}`;
      if (data.state === 'done') return `${changed}, but is already done: see what has changed`;
      const giver = typeof data.giverRepId === 'string' ? names.rep(data.giverRepId) : 'its giver';
      return `${changed}, and ${giver} was asked which is right`;
    },
  },
  'handoff.decided': {
    sentence: (data, handoff, names) =>
      `${typeof data.byRepId === 'string' ? `${names.rep(data.byRepId)} decided` : 'It was decided'} what becomes of ${handoff}: see the decision there`,
  },
  'handoff.blocked': {
    sentence: (data, handoff, names) => `${handoff} is held up: see to it by ${names.when(data.dueAt)}`,
  },
  'handoff.tellClient': {
    sentence: (data, handoff, names) =>
      `${handoff} is handed over: tell the client what happens next${by(data, names, ',')}`,
  },
  'handoff.missing': {
    sentence: (data, handoff, names) =>
      `${handoff} was won without its handoff: ${missingIn(data)}, and no receiver knows of it yet: fill in the form${by(data, names)}`,
  },
  'handoff.due': {
    sentence: (data, handoff, names) =>
      `${handoff} is due from you${by(data, names)}: ${missingIn(data)} before it is handed over`,
  },
  'handoff.excepted': {
    sentence: (data, handoff, names) =>
      `${handoff} was handed over by your decision although ${counted(data.missing, 'piece is', 'pieces are')} missing, to be filled in by ${names.when(data.completeBy)}`,
  },
  'handoff.reassigned': {
    sentence: (data, handoff, names) =>
      `${handoff} is with you now${data.fromRepId === null ? '' : `, in place of ${names.rep(data.fromRepId)}`}: ${inherited(data)}${by(data, names, ',')}`,
  },
  'record.failed': {
    sentence: (data, handoff) => {
      if (data.isUpdate === true)
        return `The record of ${handoff} could not be updated in the tool of ${data.receiver}: see why, fix it, and try again`;
      return `The record of ${handoff} could not be made in the tool of ${data.receiver}${data.mayExist === true ? ', and may be there all the same' : ''}: see why, mend it, and try again`;
    },
  },
  'handoff.actionGiven': {
    sentence: (data) =>
      `An action that was decided on the diagnosis of handoffs is yours, to be done by ${dayInWords(String(data.dueOn))}: see it on the map of handoffs`,
  },
  'handoff.actionDue': {
    sentence: (data) =>
      `An action of yours on the diagnosis of handoffs is due by ${dayInWords(String(data.dueOn))} and still open: do it, or see it on the map of handoffs`,
  },
  'handoff.cancelled': {
    sentence: (data, handoff) => `${handoff} is called off: ${CALLED_OFF[String(data.reason)] ?? data.reason}`,
  },
};

function worthIn({ worth }: NewNotification['data']): string {
  return worth === undefined ? '' : `, which is worth ${worth} by now`;
}

/** Returns the deadline in words; empty if there is none. */
function by({ dueAt }: NewNotification['data'], names: Names, comma = ''): string {
  return typeof dueAt === 'string' ? `${comma} by ${names.when(dueAt)}` : '';
}

/** Placeholders are counted separately, as they look like answers to the person who typed them. */
function missingIn({ missing, placeholders = 0 }: NewNotification['data']): string {
  const placeholding = Number(placeholders) > 0 ? ` (${placeholders} answered with only a placeholder)` : '';
  return `${counted(missing, 'piece is', 'pieces are')} missing${placeholding}`;
}

function inherited({ part, receiver, owes = [] }: NewNotification['data']): string {
  if (part === 'receiver') return `you are responsible for ${receiver}`;
  if (part === 'question') return 'answer a question about it';
  if (part === 'decider') return 'decide what becomes of it';
  if (part === 'blocker') return 'see to what holds it up';
  const kinds = owes as readonly string[];
  const isForm = kinds.length === 0 || kinds.includes('handoffException');
  const isWord = kinds.includes('handoffClientTold');
  return `you are its giver, and have to ${[...(isForm ? ['complete what is still missing'] : []), ...(isWord ? ['tell the client what happens next'] : [])].join(' and ')}`;
}

const CALLED_OFF: Readonly<Record<string, string>> = {
  dealLost: 'its deal is lost',
  dealReopened: 'its deal is open again',
  otherKind: 'its deal is handed over by another kind, or by none',
  notDue: 'its term was extended',
  byHand: 'see the reason there',
};
