import { type ClockEventType, clockSentence } from '../clocks/clock-sentences.js';
import type { LedgerRow } from '../events/event.js';
import { eventView } from '../events/event.view.js';
import type { Names } from '../leads/names.js';

/** An event of a handoff with one plain sentence. */
export function handoffTimelineEntry(row: LedgerRow, names: Names) {
  return { ...eventView(row), text: sentenceOf(row, names) };
}

const CANCELLED: Readonly<Record<string, string>> = {
  dealLost: 'its deal is lost',
  dealReopened: 'its deal is open again',
  notDue: 'the term was extended',
  byHand: 'by whoever gives',
};

export function sentenceOf({ type, data }: Pick<LedgerRow, 'type' | 'data'>, names: Names): string {
  switch (type) {
    case 'handoff.drafted':
      return `To be filled in${stillMissing(data)}`;
    case 'handoff.amended':
      return `Form saved: ${(data.fields as readonly string[]).join(', ')}${stillMissing(data)}`;
    case 'handoff.started':
      return `Handed over by ${names.rep(data.giverRepId)} to ${receiversIn(data, names)}${startedBy(data, names)}`;
    case 'handoff.accepted':
      return `Accepted by ${data.receiver}, for which ${names.rep(data.repId)} answers`;
    case 'handoff.returned':
      return `Returned by ${data.receiver}: ${(data.missing as readonly string[]).join(', ')} missing`;
    case 'handoff.resent':
      return `Handed over again to ${listed(data.receivers as readonly string[])}`;
    case 'handoff.reassigned':
      return `${names.rep(data.repId)} answers for ${data.receiver}, since ${names.rep(data.fromRepId)} has left`;
    case 'handoff.scheduled':
      return `${data.receiver} will process it by ${data.at}`;
    case 'handoff.checked':
      return `${data.receiver} has done ${(data.checked as readonly unknown[]).length} of ${data.of} on the checklist`;
    case 'handoff.asked':
      return `Question ${data.number}, for ${names.rep(data.toRepId)}`;
    case 'handoff.answered':
      return `Question ${data.number} answered${data.formVersion === undefined ? '' : ', and the form amended'}`;
    case 'handoff.blocked':
      return `Held up: ${names.rep(data.ownerRepId)} sees to it by ${data.dueAt}`;
    case 'handoff.unblocked':
      return 'Held up no longer';
    case 'handoff.clientTold':
      return data.at === null
        ? 'The client was not told what happens next after all: the touch was taken back'
        : `The client was told what happens next, on ${data.at}${data.touchId === undefined ? '' : ', by a touch of the lead'}`;
    case 'handoff.done':
      return `Processed by ${data.receiver}${data.state === 'done' ? ': all of it is done' : ''}`;
    case 'handoff.cancelled':
      return `Called off: ${CANCELLED[String(data.reason)] ?? data.reason}`;
    case 'record.created':
      return `Record made in the tool of ${data.receiver}`;
    case 'record.failed':
      return `Record not made in the tool of ${data.receiver}${data.mayExist === true ? ': it may be there all the same' : ''}`;
    case 'handoff.read':
      return 'Read, with what is marked as sensitive';
    case 'handoff.linked':
      return `Link made for ${data.for === 'form' ? 'the form' : data.for}, until ${data.expiresAt}`;
    default:
      return type.startsWith('sla.') ? clockSentence({ type: type as ClockEventType, data }, 'handoff', names) : type;
  }
}

function stillMissing({ missing }: LedgerRow['data']): string {
  return missing === 0 ? ', nothing missing' : `, ${missing} missing`;
}

function receiversIn({ receivers }: LedgerRow['data'], names: Names): string {
  const told = receivers as readonly { readonly name: string; readonly ownerRepId: string }[];
  return listed(told.map(({ name, ownerRepId }) => `${name} (${names.rep(ownerRepId)})`));
}

function startedBy({ exception, missing }: LedgerRow['data'], names: Names): string {
  if (exception === undefined) return '';
  const { deciderRepId, completeBy } = exception as { readonly deciderRepId: string; readonly completeBy: string };
  return `, with ${missing} missing, as ${names.rep(deciderRepId)} has decided: complete by ${completeBy}`;
}

function listed(names: readonly string[]): string {
  return new Intl.ListFormat('en').format(names);
}
