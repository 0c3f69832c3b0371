import { rulesOf } from '../../clocks/kinds.js';
import type { Directory } from '../../directory/directory.js';
import type { Warning } from '../../documents/version.schema.js';
import { namesOf } from '../../leads/lead.js';
import type { PromiseOfLead } from '../../lifecycle/corrections/undoing.js';
import type { TooEarly, Undo } from '../../lifecycle/corrections/undoing.service.js';
import { durationInWords, toIso } from '../../platform/values/duration.js';

/** Warns if the span of an undo begins too late, or if the mistaken version is still in force. */
export function warningsOfUndo(
  { saved }: Pick<Undo, 'saved'>,
  tooEarly: readonly TooEarly[],
  struck: readonly PromiseOfLead[],
  directory: Directory,
): Warning[] {
  const names = namesOf(directory);
  const before = tooEarly.map(({ policyId, version, savedAt, missed }) => ({
    pointer: '/from',
    message: `${missed === 1 ? '1 miss is' : `${missed} misses are`} not struck: version ${version} of policy "${names.policy(policyId)}", under which ${missed === 1 ? 'it was' : 'they were'} missed, was saved at ${toIso(savedAt)}, before \`from\`.`,
  }));
  const inForce = directory.content.policies.flatMap(({ policy }) => {
    const miss = struck.find(({ clock }) => clock.policyId === policy.id && clock.policyVersion === policy.version);
    const former = saved.get(policy.id)?.inForce;
    if (miss === undefined || former === undefined) return [];
    const { kind, target } = miss.clock;
    const promise = `${rulesOf({ kind }).label}${target === null ? '' : ` within ${durationInWords(target)}`}`;
    const message =
      `Version ${policy.version} of policy "${policy.name}" (${promise}) is still in force: restore version ${former.version} with ` +
      '`applyTo: "open"`' +
      ` first.`;
    return [{ pointer: '', message }];
  });
  return [...before, ...inForce];
}
