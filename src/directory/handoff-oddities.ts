import type { Warning } from '../documents/warning.schema.js';
import type { HandoffKindEntity } from '../handoffs/kinds/handoff-kind.entity.js';
import { CHECKLIST_SHORT } from '../handoffs/kinds/handoff-kind.js';
import { step } from '../platform/fault.js';
import type { DirectoryContent } from './directory.js';

/** Of a kind of handoff, that somebody whom it names has left since. */
export interface HandoffOddity {
  readonly code: 'handoffWithoutOwner' | 'handoffWithoutTeam';
  readonly text: string;
}

const MEND = 'PUT /v1/handoff-kinds/{id}';

export function handoffOddities(content: DirectoryContent): HandoffOddity[] {
  return content.handoffKinds.flatMap((kind) => [...withoutOwner(kind, content), ...withoutTeam(kind, content)]);
}

/** Of a kind of handoff, for whoever saves it: a checklist that nobody goes through, and what no receiver sees. */
export function warningsOfKind({ handoffKinds }: DirectoryContent, id: string): Warning[] {
  const kind = handoffKinds.find((each) => each.id === id);
  return kind === undefined ? [] : [...longChecklists(kind), ...unseen(kind)];
}

function withoutOwner({ name, receivers, escalation }: HandoffKindEntity, { reps }: DirectoryContent): HandoffOddity[] {
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

function withoutTeam(
  { name, receivers }: HandoffKindEntity,
  { reps, teams }: Pick<DirectoryContent, 'reps' | 'teams'>,
): HandoffOddity[] {
  const isStaffed = (teamId: string) =>
    teams.find(({ id }) => id === teamId)?.repIds.some((repId) => reps.get(repId)?.active === true) === true;
  return receivers
    .filter(({ teamId }) => !isStaffed(teamId))
    .map(({ name: receiver, teamId }) => ({
      code: 'handoffWithoutTeam',
      text: `Of "${name}", ${receiver} is the team "${teams.find(({ id }) => id === teamId)?.name}", in which nobody is active: PUT /v1/teams/{id} with members, or ${MEND} with another team.`,
    }));
}

function longChecklists({ receivers }: HandoffKindEntity): Warning[] {
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
function unseen({ form, receivers }: HandoffKindEntity): Warning[] {
  if (receivers.some(({ sections }) => sections === undefined)) return [];
  const seen = new Set(receivers.flatMap(({ sections = [] }) => sections));
  const names = Object.keys((form.properties ?? {}) as object).filter((name) => !seen.has(name));
  return names.map((name) => ({
    pointer: `/form/properties${step(name)}`,
    message: `No receiver sees "${name}", which has to be filled in all the same: ${MEND} with it among the sections of somebody.`,
  }));
}
