import { type ClockEventType, clockSentence } from '../clocks/clock-sentences.js';
import type { LedgerRow } from '../events/event.js';
import { eventView } from '../events/event.view.js';
import type { Names } from '../leads/lead.js';
import type { Instant } from '../platform/values/duration.js';
import { counted } from '../platform/values/words.js';
import type { Question } from './questions/question.js';
import { wentTo } from './receivers/receiver.js';

/** How sentences about a handoff name people, instants and pieces of its form. */
interface HandoffNames extends Names {
  /** @param pointer into its form */
  piece(pointer: string): string;
  /** Returns the text and the answer of a question; null if the reader does not see it. */
  question(id: unknown): Pick<Question, 'text' | 'answer'> | null;
  /** Returns the text of a blocker; null if the reader does not see it. */
  blocker(id: unknown): string | null;
  /** Returns the decision made at an instant; null if it was replaced since, or if the reader does not see it. */
  decision(at: Instant): string | null;
}

/** Returns an event of a handoff with one plain sentence. */
export function handoffTimelineEntry(row: LedgerRow, names: HandoffNames) {
  return { ...eventView(row), text: sentenceOf(row, names) };
}

/** In characters. */
const QUOTED_MAX = 200;

const CANCELLED: Readonly<Record<string, string>> = {
  dealLost: 'its deal is lost',
  dealReopened: 'its deal is open again',
  otherKind: 'its deal is handed over by another kind, or by none',
  notDue: 'the term was extended',
  byHand: 'by the giver',
};

export function sentenceOf({ type, data, occurredAt, actorType, actorId }: LedgerRow, names: HandoffNames): string {
  const rep = actorType === 'rep' ? names.rep(actorId) : null;
  const byRep = rep === null ? '' : ` by ${rep}`;
  switch (type) {
    case 'handoff.drafted':
      return `To be filled in: ${stillMissing(data)}`;
    case 'handoff.amended':
      return `Form saved${byRep}: ${piecesIn(data.fields, names)}; ${stillMissing(data)}`;
    case 'handoff.started':
      return `Handed over by ${names.rep(data.giverRepId)} to ${receiversIn(data, names)}${stageIn(data)}${startedBy(data, names)}`;
    case 'handoff.stageReached':
      return `“${data.stage}” is reached, stage ${data.number} of ${data.of}: it goes to ${receiversIn(data, names)}`;
    case 'handoff.accepted':
      return `Accepted by ${data.receiver}, for which ${names.rep(data.repId)} answers`;
    case 'handoff.returned':
      return `Returned by ${data.receiver}: ${piecesIn(data.missing, names)} ${(data.missing as readonly string[]).length === 1 ? 'is' : 'are'} missing`;
    case 'handoff.resent':
      return `Handed over again to ${listed(data.receivers as readonly string[])}`;
    case 'handoff.reassigned':
      return `${names.rep(data.repId)} ${inherited(data)}, in place of ${names.rep(data.fromRepId)}`;
    case 'handoff.scheduled':
      return `${data.receiver} will process it by ${names.when(data.at)}`;
    case 'handoff.checked':
      return `${data.receiver} has done ${(data.checked as readonly unknown[]).length} of ${data.of} on the checklist`;
    case 'handoff.asked':
      return `Question ${data.number}, for ${names.rep(data.toRepId)}${quoted(names.question(data.questionId)?.text ?? null)}`;
    case 'handoff.answered': {
      const question = names.question(data.questionId);
      const ofText = question === null ? '' : `, ${inQuotes(question.text)},`;
      return `Question ${data.number}${ofText} was answered${byRep}${data.formVersion === undefined ? '' : ', and the form amended'}${quoted(question?.answer ?? null)}`;
    }
    case 'handoff.blocked':
      return `Held up: ${names.rep(data.ownerRepId)} sees to it by ${names.when(data.dueAt)}${quoted(names.blocker(data.blockerId))}`;
    case 'handoff.unblocked':
      return `Blocker resolved${byRep}${quoted(names.blocker(data.blockerId))}`;
    case 'handoff.clientTold':
      return data.at === null
        ? 'The client was not told what happens next after all: the touch was taken back'
        : `The client was told what happens next, on ${names.when(data.at)}${data.touchId === undefined ? '' : ', by a touch of the lead'}`;
    case 'handoff.decided':
      return `${rep === null ? 'It was decided' : `${rep} decided`} what becomes of it${quoted(names.decision(occurredAt))}`;
    case 'handoff.done':
      if (data.receiver === undefined)
        return `All of it is done: the client ${data.by === 'clientTold' ? 'was told' : 'was not told in time'} what happens next`;
      return `Processed by ${data.receiver}${data.state === 'done' ? ': all of it is done' : ''}`;
    case 'handoff.cancelled':
      return `Called off: ${CANCELLED[String(data.reason)] ?? data.reason}`;
    case 'record.created':
      return `Record made in the tool of ${data.receiver}`;
    case 'record.updated':
      return updatedIn(data);
    case 'record.failed':
      if (data.isUpdate === true) return `Record not brought up to date in the tool of ${data.receiver}`;
      return `Record not made in the tool of ${data.receiver}${data.mayExist === true ? ': it may be there all the same' : ''}`;
    case 'handoff.read':
      return `Read${byRep}, including its sensitive fields`;
    case 'handoff.linked':
      return `Link made for ${data.for === 'form' ? 'the form' : data.for}, until ${names.when(data.expiresAt)}`;
    default:
      return type.startsWith('sla.') ? clockSentence({ type: type as ClockEventType, data }, 'handoff', names) : type;
  }
}

/** Returns what the successor does from now on, in words. */
function inherited({ part, receiver, number }: LedgerRow['data']): string {
  if (part === 'receiver') return `answers for ${receiver}`;
  if (part === 'question') return `answers question ${number}`;
  if (part === 'decider') return 'decides about it';
  return part === 'blocker' ? 'sees to what holds it up' : 'is the giver';
}

function updatedIn({ receiver, updated, left, omitted = 0 }: LedgerRow['data']): string {
  const remarks = [
    ...(left === 0
      ? []
      : [
          `${left} ${left === 1 ? 'field' : 'fields'} left unchanged, because a person had changed ${left === 1 ? 'it' : 'them'} there`,
        ]),
    ...(omitted === 0
      ? []
      : [
          omitted === 1
            ? '1 field of the form has no place in its update'
            : `${omitted} fields of the form have no place in its update`,
        ]),
  ].join('; ');
  if (updated === 0) return `Record in the tool of ${receiver}: ${remarks}`;
  return `Record brought up to date in the tool of ${receiver}${remarks && `; ${remarks}`}`;
}

function stillMissing({ missing }: LedgerRow['data']): string {
  return missing === 0 ? 'nothing is missing' : `${counted(missing, 'piece is', 'pieces are')} missing`;
}

/** Quotes a text in one line and shortened: its full text is shown with the question or the decision. */
function quoted(text: string | null): string {
  return text === null ? '' : `: ${inQuotes(text)}`;
}

function inQuotes(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return `“${line.length > QUOTED_MAX ? `${line.slice(0, QUOTED_MAX)}…` : line}”`;
}

function piecesIn(pointers: unknown, names: HandoffNames): string {
  return listed((pointers as readonly string[]).map((pointer) => names.piece(pointer)));
}

function receiversIn(data: LedgerRow['data'], names: Names): string {
  return listed(wentTo(data).map(({ name, ownerRepId }) => `${name} (${names.rep(ownerRepId)})`));
}

function stageIn({ stage }: LedgerRow['data']): string {
  return stage === undefined ? '' : `, for “${stage}”`;
}

function startedBy({ exception, missing }: LedgerRow['data'], names: HandoffNames): string {
  if (exception === undefined) return '';
  const { deciderRepId, completeBy } = exception as { readonly deciderRepId: string; readonly completeBy: string };
  return `, with ${counted(missing, 'piece')} missing, as ${names.rep(deciderRepId)} decided: to be completed by ${names.when(completeBy)}`;
}

function listed(names: readonly string[]): string {
  return new Intl.ListFormat('en').format(names);
}
