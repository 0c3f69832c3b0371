import { PatternBudget } from '../../conditions/pattern.js';
import { readForm } from '../../forms/form.js';
import { checkForm } from '../../forms/form-check.js';
import { FORM_PATTERNS_MAX } from '../../forms/form-language.js';
import { type Duration, parseDuration } from '../../platform/duration.js';
import { type Fault, step, under } from '../../platform/fault.js';
import { caseless } from '../../platform/text.js';
import { faultsOfStages, stageNamed } from '../stages/stage.js';
import type { HandoffKindBody, ReceiverBody } from './handoff-kind.dto.js';
import { askedOf } from './ready.js';
import { faultsOfReady } from './ready-faults.js';

/** What is known of the people that a kind names; absent: there is none. */
export interface KnownPeople {
  readonly reps: ReadonlyMap<string, { readonly active: boolean }>;
  readonly teams: ReadonlyMap<string, { readonly name: string; readonly isStaffed: boolean }>;
}

/** Everything wrong with a kind of handoff beyond its schema. */
export function faultsOfKind(body: HandoffKindBody, people: KnownPeople): Fault[] {
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

/** Whom a kind names. */
export function namedBy({ receivers, escalation }: Pick<HandoffKindBody, 'receivers' | 'escalation'>) {
  return {
    repIds: [...receivers.map(({ ownerOfDoneRepId }) => ownerOfDoneRepId), escalation.deciderRepId],
    teamIds: receivers.map(({ teamId }) => teamId),
  };
}

/** Ids compare without case, so they are kept in the form in which the database gives them out; stages as they are named. */
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

function faultsOfStart({ start: { on, daysBefore } }: HandoffKindBody): Fault[] {
  const pointer = '/start/daysBefore';
  const isRenewal = on === 'renewal.due';
  if (isRenewal === (daysBefore !== undefined)) return [];
  return isRenewal
    ? [{ pointer, code: 'required', message: 'Expected how many days before the last day for notice it begins.' }]
    : [{ pointer, code: 'contradiction', message: `Only "renewal.due" begins days before; "${on}" begins at once.` }];
}

/** What refers to fields is looked at only where it is known what fields there are. */
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
            {
              pointer: `/receivers${step(receiver)}/sections${step(index)}`,
              code: 'unknownField',
              message: `The form has no field ${JSON.stringify(section)}; known are ${names.join(', ')}.`,
            },
          ],
    ),
  );
  return [...faultsOfReady(ready, askedOf(form), patterns), ...strange];
}

function faultsOfReceiver(receiver: ReceiverBody, people: KnownPeople): Fault[] {
  const { teamId, ownerOfDoneRepId, acknowledgeWithin, completeWithin } = receiver;
  const message = `Expected at least ${acknowledgeWithin}: nobody completes what they have not accepted.`;
  return [
    ...faultsOfTeam(teamId, people),
    ...faultsOfRep(ownerOfDoneRepId, '/ownerOfDoneRepId', people),
    ...(isShorter(completeWithin, acknowledgeWithin) ? [{ pointer: '/completeWithin', code: 'order', message }] : []),
  ];
}

/** A working day has no fixed length: what is shorter by days and longer by hours may be either. */
function isShorter(one: string, other: string): boolean {
  const [mine, theirs] = [parseDuration(one) as Duration, parseDuration(other) as Duration];
  return mine.days <= theirs.days && mine.ms <= theirs.ms && (mine.days < theirs.days || mine.ms < theirs.ms);
}

function faultsOfTeam(id: string, { teams }: KnownPeople): Fault[] {
  const team = teams.get(id);
  const pointer = '/teamId';
  if (team === undefined) return [{ pointer, code: 'unknownId', message: `There is no team ${id}.` }];
  const message = `Nobody in the team "${team.name}" is active: PUT /v1/teams/{id} with members.`;
  return team.isStaffed ? [] : [{ pointer, code: 'noMembers', message }];
}

function faultsOfRep(id: string, pointer: string, { reps }: KnownPeople): Fault[] {
  const rep = reps.get(id);
  if (rep === undefined) return [{ pointer, code: 'unknownId', message: `There is no rep ${id}.` }];
  return rep.active ? [] : [{ pointer, code: 'inactive', message: `The rep ${id} is not active.` }];
}

function faultsOfNames(things: readonly { readonly name: string }[], pointer: string, what: string): Fault[] {
  const names = things.map(({ name }) => caseless(name));
  return names.flatMap((name, index) => {
    const first = names.indexOf(name);
    if (first === index) return [];
    const message = `The ${what} at ${first} is called ${JSON.stringify(things[index]!.name)} too.`;
    return [{ pointer: `${pointer}${step(index)}/name`, code: 'duplicate', message }];
  });
}
