import type { DirectoryContent } from '../../directory/directory.js';
import type { SetupWarning } from '../../directory/setup-checks.js';
import type { Warning } from '../../documents/warning.schema.js';
import { step } from '../../platform/fault.js';
import type { HandoffKindBody } from './handoff-kind.dto.js';
import { CHECKLIST_SHORT } from './handoff-kind.js';

/** Whom a kind of handoff names, and what it is called. */
export type NamingKind = Pick<HandoffKindBody, 'name' | 'receivers' | 'escalation'>;

type People = Pick<DirectoryContent, 'reps' | 'teams'>;

const MEND = 'PUT /v1/handoff-kinds/{id}';

/** Of kinds of handoff, that somebody whom they name has left since. */
export function kindWarnings(kinds: readonly NamingKind[], people: People): SetupWarning[] {
  return kinds.flatMap((kind) => [...withoutOwner(kind, people), ...withoutTeam(kind, people)]);
}

/** The reps who get handoffs, answer for them or decide about them: their work is there, whether they get leads or not. */
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

/** Of a kind of handoff, for whoever saves it: a checklist that nobody goes through, and what no receiver sees. */
export function warningsOfKind(kind: Pick<HandoffKindBody, 'form' | 'receivers'>): Warning[] {
  return [...longChecklists(kind), ...unseen(kind)];
}

function withoutOwner({ name, receivers, escalation }: NamingKind, { reps }: People): SetupWarning[] {
  const hasLeft = (repId: string) => reps.get(repId)?.active !== true;
  const who = (repId: string) => reps.get(repId)?.name ?? 'somebody who is gone';
  const owners = receivers
    .filter(({ ownerOfDoneRepId }) => hasLeft(ownerOfDoneRepId))
    .map(
      ({ name: receiver, ownerOfDoneRepId: repId }) => `of "${name}", ${who(repId)} owns what is done by ${receiver}`,
    );
  const deciders = hasLeft(escalation.deciderRepId)
    ? [`of "${name}", ${who(escalation.deciderRepId)} decides what cannot go its usual way`]
    : [];
  return [...owners, ...deciders].map((said) => ({
    code: 'handoffWithoutOwner',
    text: `${said.charAt(0).toUpperCase()}${said.slice(1)}, and is not active: ${MEND} with somebody who is.`,
  }));
}

function withoutTeam({ name, receivers }: NamingKind, { reps, teams }: People): SetupWarning[] {
  return receivers.flatMap(({ name: receiver, teamId }) => {
    const team = teams.find(({ id }) => id === teamId);
    // One that was made since the directory was read is looked at next time.
    if (team === undefined || team.repIds.some((repId) => reps.get(repId)?.active === true)) return [];
    return {
      code: 'handoffWithoutTeam',
      text: `Of "${name}", ${receiver} is the team "${team.name}", in which nobody is active: PUT /v1/teams/{id} with members, or ${MEND} with another team.`,
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
            message: `The checklist of ${name} has ${checklist.length} entries, and beyond ${CHECKLIST_SHORT} people tick without looking: ${MEND} with what would hurt if it were forgotten.`,
          },
        ],
  );
}

/** What somebody fills in and nobody reads. */
function unseen({ form, receivers }: Pick<HandoffKindBody, 'form' | 'receivers'>): Warning[] {
  if (receivers.some(({ sections }) => sections === undefined)) return [];
  const seen = new Set(receivers.flatMap(({ sections = [] }) => sections));
  const names = Object.keys((form.properties ?? {}) as object).filter((name) => !seen.has(name));
  return names.map((name) => ({
    pointer: `/form/properties${step(name)}`,
    message: `No receiver sees "${name}", which has to be filled in all the same: ${MEND} with it among the sections of somebody.`,
  }));
}
