import { awaited, passedOver, replannedBecause } from '../../clocks/clock-sentences.js';
import { rulesNamed } from '../../clocks/kinds.js';
import type { Names } from '../../leads/lead.js';
import { causeWords, passingOverWords } from '../../leads/placing-sentences.js';
import type { NewNotification } from '../../notifications/notification.js';
import { durationInWords } from '../../platform/values/duration.js';
import { counted } from '../../platform/values/words.js';
import { KEPT_BY } from '../../routing/queues/next-chance.js';
import { QUEUED_WHY, queuedWhyIn } from '../../routing/queues/queued-why.js';
import type { About } from '../../vocabulary/subjects.js';
import { wordsOf } from './notification-words.js';

/** The number of misses that a list spells out; the rest is counted. */
export const LINES_MAX = 10;

interface NotificationNames extends Names {
  key(id: unknown): string;
  destination(id: unknown): string;
  webhook(id: unknown): string;
  channel(id: unknown): string;
  tool(id: unknown): string;
}

type Called = (about: About) => string;

interface TextSubject {
  readonly text: string;
  /** One line for each of several things; empty if the sentence says everything. */
  readonly lines: string[];
}

export function textSubjectOf(
  notification: Pick<NewNotification, 'type' | 'data' | keyof About>,
  called: Called,
  names: NotificationNames,
): TextSubject {
  const missed = missedIn(notification);
  if (missed.length > 0) return listOf(missed, called, names);
  if (notification.type === 'leads.keptOut') return keptOut(notification.data, names);
  return { text: sentenceOf(notification, called, names), lines: [] };
}

/** Returns the misses that a notification lists; empty if it has a single subject. */
export function missedIn({ data }: Pick<NewNotification, 'data'>): readonly (About & NewNotification['data'])[] {
  return Array.isArray(data.missed) ? data.missed : [];
}

function listOf(missed: ReturnType<typeof missedIn>, called: Called, names: NotificationNames): TextSubject {
  const lines = missed
    .slice(0, LINES_MAX)
    .map((data) => sentenceOf({ ...data, type: 'sla.escalated', data }, called, names));
  const more = missed.length - lines.length;
  return {
    text: `${counted(missed.length, 'promise was', 'promises were')} missed`,
    lines: [...lines, ...(more > 0 ? [`And ${more} more`] : [])],
  };
}

function sentenceOf(
  { type, data, ...about }: Pick<NewNotification, 'type' | 'data' | keyof About>,
  called: Called,
  names: NotificationNames,
): string {
  const lead = called(about);
  switch (type) {
    case 'lead.assigned':
      if (data.coversRepId !== undefined)
        return `${lead} is yours: you stand in for ${names.rep(data.coversRepId)}, who is away`;
      return data.cause === 'intake' ? `${lead} is yours: a new lead` : `${lead} is yours, ${whyYours(data, names)}`;
    case 'lead.reassigned':
      return `${lead} moved from ${names.rep(data.fromRepId)} to you: ${causeWords(data, names.rep(data.fromRepId))}`;
    case 'lead.movedAway':
      return `${lead} moved from you ${data.toRepId === null ? 'into the queue' : `to ${names.rep(data.toRepId)}`}: ${causeWords(data, 'you')}`;
    case 'lead.woken':
      return `${lead} is yours again, ${causeWords(data)}`;
    case 'lead.queued':
      return `${data.leads === 1 ? `${lead} waits` : `${data.leads} leads wait`} in the queue${data.queueId === undefined ? '' : ` ${names.queue(data.queueId)}`}: ${queuedWhy(data)}`;
    case 'lead.queueOverdue':
      return `${data.leads === 1 ? `${lead} has` : `${data.leads} leads have`} been in the queue ${names.queue(data.queueId)} for longer than the ${durationInWords(String(data.within))} that it promises${data.ownerRepId === null ? '' : `: its owner is ${names.rep(data.ownerRepId)}`}${inPlaceOf(data, names)}`;
    case 'lead.offered':
      return data.leads === 1
        ? `${lead} is offered to members of ${names.pool(data.poolId)}: the first to claim it gets it. If nobody does by ${names.when(data.until)}, it is dealt in turn`
        : `${data.leads} leads are offered to you and others: the first to claim one gets it`;
    case 'lead.inquired':
      if (data.reason !== undefined)
        return `The person of ${lead} has sent another form, from ${names.source(data.source)}, which was closed at once: ${names.reason(data.reason)}`;
      return `${lead} has sent another form, from ${names.source(data.source)}${owedBecause(data, names)}`;
    case 'lead.claimed':
      return `${lead} was offered to you, and ${names.rep(data.repId)} has claimed it`;
    case 'lead.suppressed':
      if (data.doNot !== undefined)
        return `Do not call or text ${lead}: the number is suppressed (${names.reason(data.reason)}). Write to the address that they gave`;
      if (data.shared !== undefined)
        return `${lead} was closed: ${names.reason(data.reason)}. Several people use its ${data.shared === 'phone' ? 'number' : 'address'}, so that was not suppressed: please check whether it has to be`;
      return `${lead} came in and was closed at once: ${names.reason(data.reason)}. Please check whether that is right`;
    case 'sla.warned':
      return `${lead} waits for ${yours(data)} ${awaited(data)}, due by ${names.when(data.dueAt)}${covering(data, names)}`;
    case 'sla.resumed':
      return `${lead} is no longer paused: it waits for ${yours(data)} ${awaited(data)}${data.dueAt === null ? '' : `, due by ${names.when(data.dueAt)}`}${covering(data, names)}`;
    case 'sla.replanned':
      return `${lead} waits for ${yours(data)} ${awaited(data)}${data.dueAt === null ? '' : `, now due by ${names.when(data.dueAt)}`}${replannedBecause(data, names)}${covering(data, names)}`;
    case 'sla.corrected':
      return `${lead} waits for your ${awaited(data)} again${data.dueAt === null ? '' : `, due by ${names.when(data.dueAt)}`}: the touch or the decision that had ended it was taken back`;
    case 'sla.escalated':
      if (data.why === 'reminder') return `${reminded(lead, data)}${covering(data, names)}`;
      return `${missed(lead, data, names)}${ESCALATED[String(data.why)]?.(data) ?? ''}${inPlaceOf(data, names)}${covering(data, names)}`;
    case 'lead.movesUndone':
      return undone(data);
    case 'touches.silent':
      return `No touches have come from “${names.key(data.keyId)}” since ${names.when(data.since)}, unlike at these hours of other weeks: reps may wrongly look idle${data.isHeld === true ? ', so enforcement is held' : ''}`;
    case 'touches.back':
      return `Touches come from “${names.key(data.keyId)}” again, after none since ${names.when(data.since)}${data.isHeld === true ? '; enforcement goes on in 15 minutes' : ''}`;
    case 'leads.moved':
      return `${movedAtOnce(data)}${firstDue(lead, data, names)}`;
    case 'leads.replanned':
      return `${counted(data.got, 'lead of yours has', 'leads of yours have')} another deadline, because hours or rules have changed${firstDue(lead, data, names)}`;
    case 'rep.inherited':
      return `${inherited(data, names)}${firstDue(lead, data, names)}`;
    case 'leads.closed':
      return `${counted(data.leads, 'lead', 'leads')} of yours ${data.leads === 1 ? 'was' : 'were'} closed at once: ${names.reason(data.reason)}`;
    case 'leads.reopened':
      return `${counted(data.leads, 'lead is', 'leads are')} yours again: what had closed ${data.leads === 1 ? 'it' : 'them'} was undone${firstDue(lead, data, names)}`;
    case 'leads.keptOut':
      return keptOut(data, names).text;
    case 'enforcement.stopped':
      return `More than ${counted(data.moves, 'lead was', 'leads were')} to move within ${durationInWords(String(data.per))} because of missed deadlines, so nothing moves any more: look at what happened, and end the hold on the floor to go on`;
    case 'feedback.stopped':
      return `Nothing is sent to ${names.destination(data.destinationId)} any more: ${stoppedWhy(data)}. Fix the cause, then resume it`;
    case 'feedback.ending':
      return `${counted(data.deliveries, 'conversion', 'conversions')} for ${names.destination(data.destinationId)} must be fetched within a day, the first by ${names.when(data.first)}. Nobody has fetched ${data.deliveries === 1 ? 'it' : 'them'} yet`;
    case 'webhook.failing':
      return `Nothing has reached ${names.webhook(data.webhookId)} for an hour: see what it answers in its deliveries. Touchline retries for three days`;
    case 'webhook.paused':
      return `Nothing is sent to ${names.webhook(data.webhookId)} any more: ${data.why === 'gone' ? 'it answered 410 (gone)' : 'nothing has reached it for three days'}. Events wait meanwhile: resume it, or delete it`;
    case 'channel.failing':
      return `Nothing has reached ${names.channel(data.channelId)} for an hour: see the answers in its deliveries. Touchline retries for three days`;
    case 'channel.stopped':
      return `Nothing is posted to ${names.channel(data.channelId)} any more: ${data.why === 'failing' ? 'nothing has reached it for three days' : `access was denied (${data.note})`}. Posts wait meanwhile: fix the cause, then replace the channel to go on`;
    case 'connector.failing':
      return `Nothing could be written into the tool of the record connector ${names.tool(data.toolId)} for an hour: the page “Set up” of the console says why, and how to fix it`;
    case 'crm.failing':
      return `For an hour, the CRM of the connection ${names.tool(data.toolId)} could not be notified of deals that are ready: the page “Set up” of the console says why, and how to fix it`;
    case 'crm.refused':
      return `${counted(data.count, 'report', 'reports')} of the CRM of the connection ${names.tool(data.toolId)} ${data.count === 1 ? 'was' : 'were'} refused, such as for this: ${data.example} The page “Set up” of the console says how to fix it`;
    case 'connection.refused':
      return `The access token of the connection ${names.tool(data.toolId)} is refused: it has expired or was revoked. Leads wait there until a new one is entered`;
    case 'connection.failing':
      return `For an hour, nothing could be fetched for the connection ${names.tool(data.toolId)}: the page “Set up” of the console says why, and how to fix it`;
    case 'mail.failing':
      return 'The mail server has accepted no mail for an hour, so people are notified late or not at all: the page “Set up” of the console says why, and how to fix it';
    default:
      return wordsOf(type)!.sentence(data, lead, names);
  }
}

function whyYours(data: NewNotification['data'], names: Names): string {
  const passing = passingOverWords(data, names);
  if (passing !== null && data.cause === 'absence') return passing;
  return `${causeWords(data)}${passing === null ? '' : `, ${passing}`}`;
}

/** A missed step is followed by the next one, so the text must not say that the lead still waits for it. */
function reminded(lead: string, data: NewNotification['data']): string {
  return typeof data.step === 'number'
    ? `${lead} got no ${awaited(data)} from you in time`
    : `${lead} still waits for ${yours(data)} ${awaited(data)}: the deadline has passed`;
}

function stoppedWhy({ why, note }: NewNotification['data']): string {
  const noted = typeof note === 'string' ? ` (${note})` : '';
  if (why === 'account') return `the platform accepts nothing from the account${noted}`;
  return why === 'retractions'
    ? `more conversions would be retracted within a day than the limit allows${noted}`
    : `somebody stopped it${noted}`;
}

function keptOut({ since, counts }: NewNotification['data'], names: NotificationNames): TextSubject {
  const kept = counts as readonly { readonly reason: string; readonly leads: number; readonly byReps: number }[];
  const leads = kept.reduce((sum, each) => sum + each.leads, 0);
  return {
    text: `Since ${names.when(since)} ${counted(leads, 'lead was', 'leads were')} closed as ${leads === 1 ? 'it' : 'they'} came in`,
    lines: kept.map(
      (each) =>
        `${names.reason(each.reason)}: ${counted(each.leads, 'lead', 'leads')}${each.byReps === 0 ? '' : `, ${each.byReps === each.leads ? '' : `${each.byReps} of them `}because of what a rep had decided`}`,
    ),
  };
}

function undone({ back, gone, again = 0, struck = 0 }: NewNotification['data']): string {
  const parts = [
    ...(back === 0 ? [] : [`${counted(back, 'lead is', 'leads are')} yours again`]),
    ...(gone === 0
      ? []
      : [
          `${counted(gone, 'lead', 'leads')} went from you back to ${gone === 1 ? 'its former owner' : 'their former owners'}`,
        ]),
  ];
  const why = struck === 0 ? 'Moves because of missed deadlines were undone: ' : '';
  const promised = `${counted(again, 'promise is', 'promises are')} yours to keep again`;
  return [
    ...(struck === 0
      ? []
      : [
          `${counted(struck, 'of your misses no longer counts', 'of your misses no longer count')}: a policy had been saved by mistake`,
        ]),
    ...(parts.length === 0 ? [] : [`${why}${parts.join(', and ')}`]),
    ...(again === 0
      ? []
      : [struck === 0 ? `Misses were struck, as a policy had been saved by mistake: ${promised}` : promised]),
  ].join('. ');
}

/** For example, `3 leads and 1 account`. */
function inherited({ fromRepId, counts }: NewNotification['data'], names: NotificationNames): string {
  const things = (counts as readonly { count: number; one: string; many: string }[]).map(({ count, one, many }) =>
    counted(count, one, many),
  );
  return `You take over from ${names.rep(fromRepId)}, who has left: ${new Intl.ListFormat('en').format(things)}`;
}

/** Why many leads moved at once, unless somebody reassigned them. */
const MOVED_BECAUSE: Readonly<Record<string, string>> = {
  import: 'they came in together',
  absence: 'their owners are away or have left',
  offboard: 'their owner has left',
  queue: 'they had waited in the queue',
  wake: 'their time to come back had come',
  recycle: 'their time to come back had come',
  reopen: 'they were opened again',
};

/** Names the first of several leads that is due, and when. */
function firstDue(lead: string, { firstDueAt, leads }: NewNotification['data'], names: Names): string {
  if (typeof firstDueAt !== 'string') return '';
  const first = leads === 1 ? 'It is' : 'The first due is';
  return `. ${first} ${lead.replace(/^A lead/, 'a lead')}, ${leads === 1 ? 'due ' : ''}by ${names.when(firstDueAt)}`;
}

function movedAtOnce({ got, gone, isUndone, cause }: NewNotification['data']): string {
  const again = isUndone === true || cause === 'wake' ? ' again' : '';
  const parts = [
    ...(got === 0 ? [] : [`${counted(got, 'lead is', 'leads are')} yours${again}`]),
    ...(gone === 0 ? [] : [`${counted(gone, 'lead', 'leads')} went from you to others`]),
  ];
  return `${parts.join(', and ')}: ${isUndone === true ? 'a reassignment of many leads was undone' : (MOVED_BECAUSE[String(cause)] ?? 'many were reassigned at once')}`;
}

/** Says whether the owner owes a first touch after a form, and until when. */
function owedBecause({ firstTouch, dueAt }: NewNotification['data'], names: Names): string {
  if (firstTouch !== 'begins' && firstTouch !== 'stillOwed') return '';
  const by = typeof dueAt === 'string' ? `, due by ${names.when(dueAt)}` : '';
  return `: ${firstTouch === 'begins' ? 'it waits' : 'it still waits'} for your first touch${by}`;
}

/** Returns why most of the leads wait. */
function queuedWhy({ leads, why, keptBy }: NewNotification['data']): string {
  if (why === 'everybodyHadIt')
    return 'everybody in its pool has had it already, so it waits until you assign it to a rep, close it or add a member';
  const known = queuedWhyIn(why);
  const [it, its] = leads === 1 ? (['it', 'its'] as const) : (['them', 'their'] as const);
  const reason = QUEUED_WHY[known].words({ it, its, rule: 'a rule' });
  if (known !== 'nobodyEligible') return reason;
  const kept = Object.hasOwn(KEPT_BY, String(keptBy)) ? KEPT_BY[keptBy as keyof typeof KEPT_BY][1] : undefined;
  return `${reason} now${kept === undefined ? '' : `, mostly because people ${kept}`}`;
}

/** Why a person is notified. Escalation by policy needs no explanation. */
const ESCALATED: Readonly<Record<string, (data: NewNotification['data']) => string>> = {
  // Does not name the owner, as the lead may have moved since.
  repeat: (data) => `, and there has been no ${awaited(data)} since`,
  nobodyElse: () => ', and nobody else can take it',
  maxReassignments: () => ', and it has moved as often as its policy allows',
};

/** The rep owes it, or covers for the owner who does. */
function yours({ coversRepId }: NewNotification['data']): string {
  return coversRepId === undefined ? 'your' : 'the';
}

/** Explains that the rep is notified because they cover for the owner. */
function covering({ coversRepId }: NewNotification['data'], names: Names): string {
  return coversRepId === undefined ? '' : `; you stand in for ${names.rep(coversRepId)}, who is away`;
}

/** Explains that the rep is notified in place of somebody who is away. */
function inPlaceOf(data: NewNotification['data'], names: Names): string {
  const away = passedOver(data, names);
  return away === null ? '' : `; you are notified, ${away}`;
}

function missed(lead: string, data: NewNotification['data'], names: Names): string {
  const owner = names.rep(data.missedByRepId);
  return rulesNamed(data.kind)?.missed(lead, owner) ?? `${lead} was not served in time`;
}
