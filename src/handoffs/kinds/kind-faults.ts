import { checkCondition } from '../../conditions/condition-check.js';
import { compileCondition } from '../../conditions/condition-evaluate.js';
import type { Condition } from '../../conditions/condition-language.js';
import { PatternBudget } from '../../conditions/pattern.js';
import type { DirectoryContent } from '../../directory/directory.js';
import type { SetupWarning } from '../../directory/setup-checks.js';
import type { Warning } from '../../documents/version.schema.js';
import { faultsOfBillingFields } from '../../forms/billing.js';
import { FORM_PATTERNS_MAX, readForm } from '../../forms/form.js';
import { checkForm } from '../../forms/form-check.js';
import { collectFaults, type Fault, fault, step, under } from '../../platform/input/fault.js';
import { type Duration, parseDuration } from '../../platform/values/duration.js';
import { caseless } from '../../platform/values/text.js';
import { faultsOfRep, type KnownTargets } from '../../sla/chain-faults.js';
import { faultsOfStages, stageNamed } from '../handoff-stages.js';
import { CHECKLIST_SHORT } from './handoff-kind.js';
import type { HandoffKindBody, ReceiverBody } from './handoff-kind.schema.js';
import { hoursBeyondDay, type PromisingKind } from './hours-of-kinds.js';
import { conditionFieldsOf, DEAL_CONDITION_FIELDS } from './ready.js';
import { faultsOfReady } from './ready-faults.js';

/** Returns everything that is wrong with a kind beyond its schema. */
export function faultsOfKind(body: HandoffKindBody, people: KnownTargets): Fault[] {
  const { receivers, exceptions, stages = [] } = body;
  return [
    ...faultsOfStart(body),
    ...faultsOfForm(body),
    ...receivers.flatMap((receiver, index) => under(`/receivers${step(index)}`, faultsOfReceiver(receiver, people))),
    ...faultsOfNames(receivers, '/receivers', 'receiver'),
    ...faultsOfNames(stages, '/stages', 'stage'),
    ...faultsOfStages(body),
    ...faultsOfRep(body.escalation.deciderRepId, '/escalation/deciderRepId', people),
    ...faultsOfNames(exceptions, '/exceptions', 'exception'),
  ];
}

export function namedBy({ receivers, escalation }: Pick<HandoffKindBody, 'receivers' | 'escalation'>) {
  return {
    repIds: [...receivers.map(({ ownerOfDoneRepId }) => ownerOfDoneRepId), escalation.deciderRepId],
    teamIds: receivers.map(({ teamId }) => teamId),
  };
}

/**
 * Ids and names of stages compare without case, so ids are stored in lower case, as the database returns them, and
 * stages as the kind writes them.
 */
export function normalisedKind(body: HandoffKindBody): HandoffKindBody {
  const { receivers, escalation } = body;
  return {
    ...body,
    receivers: receivers.map((receiver) => ({
      ...receiver,
      ...(receiver.stage !== undefined && { stage: stageNamed(body, receiver.stage)?.name ?? receiver.stage }),
      teamId: receiver.teamId.toLowerCase(),
      ownerOfDoneRepId: receiver.ownerOfDoneRepId.toLowerCase(),
      ...(receiver.recordConnectorId !== undefined && {
        recordConnectorId: receiver.recordConnectorId.toLowerCase(),
      }),
    })),
    escalation: { ...escalation, deciderRepId: escalation.deciderRepId.toLowerCase() },
  };
}

function faultsOfStart({ start }: HandoffKindBody): Fault[] {
  return [...faultsOfDays(start), ...faultsOfWhen(start)];
}

/**
 * Returns what is wrong with the condition on deals. A kind that is begun by hand has none, as the person who begins it
 * chooses it.
 */
function faultsOfWhen({ on, when }: HandoffKindBody['start']): Fault[] {
  const pointer = '/start/when';
  if (when === undefined) return [];
  const message = 'Expected no condition: the person who begins the handoff by hand chooses the kind.';
  if (on === 'manual') return [fault(pointer, 'contradiction', message)];
  return checkCondition(when, pointer, new PatternBudget(FORM_PATTERNS_MAX), DEAL_CONDITION_FIELDS);
}

function faultsOfDays({ on, daysBefore }: HandoffKindBody['start']): Fault[] {
  const pointer = '/start/daysBefore';
  const isRenewal = on === 'renewal.due';
  if (isRenewal === (daysBefore !== undefined)) return [];
  return isRenewal
    ? [fault(pointer, 'required', 'Expected how many days before the last day for notice it begins.')]
    : [fault(pointer, 'contradiction', `Only "renewal.due" begins days before; "${on}" begins at once.`)];
}

/** References to fields are checked only if the form is valid, as its fields are unknown otherwise. */
function faultsOfForm({ form: written, ready, receivers }: HandoffKindBody): Fault[] {
  const patterns = new PatternBudget(FORM_PATTERNS_MAX);
  const faults = checkForm(written, patterns);
  if (faults.length > 0) return under('/form', faults);
  const form = readForm(written);
  const names = form.fields.map(({ name }) => name);
  const strange = receivers.flatMap(({ sections = [] }, receiver) =>
    sections.flatMap((section, index) =>
      names.includes(section)
        ? []
        : [
            fault(
              `/receivers${step(receiver)}/sections${step(index)}`,
              'unknownField',
              `The form has no field ${JSON.stringify(section)}; known are ${names.join(', ')}.`,
            ),
          ],
    ),
  );
  return [...faultsOfReady(ready, conditionFieldsOf(form), patterns), ...strange];
}

function faultsOfReceiver(receiver: ReceiverBody, people: KnownTargets): Fault[] {
  const { teamId, ownerOfDoneRepId, acknowledgeWithin, completeWithin } = receiver;
  const message = `Expected at least ${acknowledgeWithin}: a receiver has to accept a handoff before completing it.`;
  return collectFaults(
    faultsOfTeam(teamId, people),
    faultsOfRep(ownerOfDoneRepId, '/ownerOfDoneRepId', people),
    isShorter(completeWithin, acknowledgeWithin) && fault('/completeWithin', 'order', message),
  );
}

/**
 * Whether a duration is certainly shorter. A working day has no fixed length, so one with fewer days and more hours may
 * be either.
 */
function isShorter(one: string, other: string): boolean {
  const [mine, theirs] = [parseDuration(one) as Duration, parseDuration(other) as Duration];
  return mine.days <= theirs.days && mine.ms <= theirs.ms && (mine.days < theirs.days || mine.ms < theirs.ms);
}

function faultsOfTeam(id: string, { teams }: KnownTargets): Fault[] {
  const team = teams.get(id);
  const pointer = '/teamId';
  if (team === undefined) return [fault(pointer, 'unknownId', `There is no team ${id}.`)];
  const message = `The team "${team.name}" has no active member: PUT /v1/teams/{id} with members.`;
  return team.isStaffed ? [] : [fault(pointer, 'noMembers', message)];
}

function faultsOfNames(things: readonly { readonly name: string }[], pointer: string, what: string): Fault[] {
  const names = things.map(({ name }) => caseless(name));
  return names.flatMap((name, index) => {
    const first = names.indexOf(name);
    if (first === index) return [];
    const message = `The ${what} at ${first} is called ${JSON.stringify(things[index]!.name)} too.`;
    return [fault(`${pointer}${step(index)}/name`, 'duplicate', message)];
  });
}

/** The parts of a kind that name people, with its name and start. */
export type NamingKind = Pick<HandoffKindBody, 'name' | 'start' | 'receivers' | 'escalation'> & PromisingKind;

type People = Pick<DirectoryContent, 'reps' | 'teams'>;
type Company = Parameters<typeof hoursBeyondDay>[1];

const MEND = 'PUT /v1/handoff-kinds/{id}';

/**
 * Returns warnings about kinds, which come in their order: of people who have left, of hours that are likely to be meant
 * as days, and of kinds that another one hides.
 */
export function kindWarnings(kinds: readonly NamingKind[], company: Company): SetupWarning[] {
  return [
    ...kinds.flatMap((kind) => [...withoutOwner(kind, company), ...withoutTeam(kind, company)]),
    ...kinds.flatMap((kind) =>
      hoursBeyondDay(kind, company).map(({ message: text }) => ({ code: 'handoffKindHoursBeyondDay', text })),
    ),
    ...hidden(kinds),
  ];
}

/** Returns warnings about kinds with a condition that get no deal, since one before them takes all. */
function hidden(kinds: readonly NamingKind[]): SetupWarning[] {
  const ofWins = kinds.filter(({ start }) => start.on === 'deal.won');
  const first = ofWins.findIndex(
    ({ start: { when } }) =>
      when === undefined || compileCondition(when as Condition, DEAL_CONDITION_FIELDS).matchesAll,
  );
  const behind = first < 0 ? [] : ofWins.slice(first + 1).filter(({ start: { when } }) => when !== undefined);
  return behind.map(({ name }) => ({
    code: 'handoffKindHidden',
    text: `No deal gets "${name}", since "${ofWins[first]!.name}" comes before it and takes every deal: PUT /v1/handoff-kinds/order.`,
  }));
}

/** Returns a warning if there are kinds, and no key to sign the links of their handoffs with. */
export function withoutLinks(
  kinds: readonly unknown[],
  { secretsKey }: { readonly secretsKey?: Uint8Array | undefined },
): SetupWarning[] {
  if (kinds.length === 0 || secretsKey !== undefined) return [];
  const text =
    'Nobody can create a link by which a person without a login fills in the form of a handoff or accepts it: set SECRETS_KEY (32 bytes in base64, from `openssl rand -base64 32`) in the environment of the program, and start it again.';
  return [{ code: 'handoffsWithoutLinks', text }];
}

/**
 * Returns the reps who receive handoffs, answer for them or decide about them. They have work whether or not they get
 * leads.
 */
export function repsNamedBy(kinds: readonly NamingKind[], { teams }: Pick<People, 'teams'>): ReadonlySet<string> {
  const receiving = new Set(kinds.flatMap(({ receivers }) => receivers.map(({ teamId }) => teamId)));
  return new Set([
    ...teams.filter(({ id }) => receiving.has(id)).flatMap(({ repIds }) => repIds),
    ...kinds.flatMap(({ receivers, escalation }) => [
      ...receivers.map(({ ownerOfDoneRepId }) => ownerOfDoneRepId),
      escalation.deciderRepId,
    ]),
  ]);
}

/**
 * Returns warnings for the person who saves a kind: of hours that are likely to be meant as days, long checklists, fields that no receiver sees, and oddities in
 * its billing.
 */
export function warningsOfKind(kind: Pick<HandoffKindBody, 'form'> & PromisingKind, company: Company): Warning[] {
  return [
    ...hoursBeyondDay(kind, company),
    ...longChecklists(kind),
    ...unseen(kind),
    ...faultsOfBillingFields(readForm(kind.form)).map(({ pointer, message }) => ({
      pointer: `/form${pointer}`,
      message,
    })),
  ];
}

function withoutOwner({ name, receivers, escalation }: NamingKind, { reps }: People): SetupWarning[] {
  const hasLeft = (repId: string) => reps.get(repId)?.active !== true;
  const who = (repId: string) => reps.get(repId)?.name ?? 'a rep who no longer exists';
  const owners = receivers
    .filter(({ ownerOfDoneRepId }) => hasLeft(ownerOfDoneRepId))
    .map(
      ({ name: receiver, ownerOfDoneRepId: repId }) =>
        `in "${name}", ${who(repId)} answers for the outcome of ${receiver}`,
    );
  const deciders = hasLeft(escalation.deciderRepId)
    ? [`in "${name}", ${who(escalation.deciderRepId)} decides exceptions and missed deadlines`]
    : [];
  return [...owners, ...deciders].map((sentence) => ({
    code: 'handoffWithoutOwner',
    text: `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}, but is not active: ${MEND} with an active rep.`,
  }));
}

function withoutTeam({ name, receivers }: NamingKind, { reps, teams }: People): SetupWarning[] {
  return receivers.flatMap(({ name: receiver, teamId }) => {
    const team = teams.find(({ id }) => id === teamId);
    // A team that was created after the directory was read is checked next time.
    if (team === undefined || team.repIds.some((repId) => reps.get(repId)?.active === true)) return [];
    return {
      code: 'handoffWithoutTeam',
      text: `In "${name}", ${receiver} is the team "${team.name}", which has no active member: PUT /v1/teams/{id} with members, or ${MEND} with another team.`,
    };
  });
}

function longChecklists({ receivers }: Pick<HandoffKindBody, 'receivers'>): Warning[] {
  return receivers.flatMap(({ name, checklist }, index) =>
    checklist.length <= CHECKLIST_SHORT
      ? []
      : [
          {
            pointer: `/receivers${step(index)}/checklist`,
            message: `The checklist of ${name} has ${checklist.length} entries. With more than ${CHECKLIST_SHORT}, people tick without looking: ${MEND} with only those whose omission would do harm.`,
          },
        ],
  );
}

/** Returns warnings about fields that are filled in and that no receiver sees. */
function unseen({ form, receivers }: Pick<HandoffKindBody, 'form' | 'receivers'>): Warning[] {
  if (receivers.some(({ sections }) => sections === undefined)) return [];
  const seen = new Set(receivers.flatMap(({ sections = [] }) => sections));
  const names = Object.keys((form.properties ?? {}) as object).filter((name) => !seen.has(name));
  return names.map((name) => ({
    pointer: `/form/properties${step(name)}`,
    message: `The form asks for "${name}", but no receiver sees it: ${MEND} with it among the sections of a receiver.`,
  }));
}
