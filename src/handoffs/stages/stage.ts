import { meantBy } from '../../platform/close-word.js';
import { type Fault, step } from '../../platform/fault.js';
import type { Instant } from '../../platform/instant.js';
import { caseless } from '../../platform/text.js';
import type { HandoffKindBody } from '../kinds/handoff-kind.dto.js';
import { hasBegun, type Receiver } from '../receivers/receiver.js';

type Staged = Pick<HandoffKindBody, 'stages' | 'receivers'>;

/** A stage by its name, without case. */
export function stageNamed({ stages }: Pick<Staged, 'stages'>, name: string) {
  return stages?.find((each) => caseless(each.name) === caseless(name));
}

/** In which stage a receiver stands, from 1. @returns null where the kind has none */
export function stageOf({ stages }: Pick<Staged, 'stages'>, { stage }: { readonly stage?: string }): number | null {
  return stages == null ? null : stages.findIndex(({ name }) => name === stage) + 1;
}

/** The stage that a handoff has reached, from 1. @returns null where it has none, or has not begun */
export function reachedStage(receivers: readonly Pick<Receiver, 'stage' | 'begunAt'>[]): number | null {
  const reached = receivers.flatMap(({ stage, begunAt }) => (stage === null || begunAt === null ? [] : [stage]));
  return reached.length === 0 ? null : Math.max(...reached);
}

/** The stage that begins once all of those before are done. @returns null while something of them is not, and after the last */
export function nextStage(receivers: readonly Receiver[]): number | null {
  const before = receivers.filter(hasBegun);
  const reached = reachedStage(receivers);
  const isThere = before.length < receivers.length && before.every(({ state }) => state === 'done');
  return reached !== null && isThere ? reached + 1 : null;
}

/** The stages of a handoff, each with when it was reached. */
export function stagesReached({ stages }: Pick<Staged, 'stages'>, receivers: readonly Receiver[]) {
  return (stages ?? []).map(({ name }, index): { readonly name: string; readonly reachedAt: Instant | null } => ({
    name,
    reachedAt: receivers.find(({ stage }) => stage === index + 1)?.begunAt ?? null,
  }));
}

/** Why nothing is done yet by a receiver whose stage is not reached, in a sentence: what has to be done first, and by whom. */
export function whyNotBegun({ stages }: Pick<Staged, 'stages'>, receivers: readonly Receiver[], place: number): string {
  const nameOf = (stage: number) => `“${stages![stage - 1]!.name}”`;
  const stage = receivers.find((each) => each.place === place)!.stage!;
  const reached = reachedStage(receivers)!;
  const open = receivers.filter((each) => hasBegun(each) && each.state !== 'done').map(({ name }) => name);
  const waits = `which waits for ${new Intl.ListFormat('en').format(open)}`;
  const begins = `${nameOf(stage)} begins once ${nameOf(stage - 1)} is done`;
  return reached === stage - 1 ? `${begins}, ${waits}.` : `${begins}; it has come to ${nameOf(reached)}, ${waits}.`;
}

/** What is wrong with the stages of a kind, and with where its receivers stand. */
export function faultsOfStages({ start, stages, receivers }: Staged & Pick<HandoffKindBody, 'start'>): Fault[] {
  if (stages === undefined)
    return receivers.flatMap(({ stage }, index) => {
      const message = 'This kind has no `stages` in which its receivers stand.';
      return stage === undefined ? [] : [{ pointer: pointerOf(index), code: 'contradiction', message }];
    });
  const byHand = `Only "manual" has stages of its own; with "${start.on}" all receivers begin at once.`;
  const known = stages.map(({ name }) => JSON.stringify(name)).join(', ');
  const standing = new Set(receivers.map(({ stage }) => stage !== undefined && caseless(stage)));
  return [
    ...(start.on === 'manual' ? [] : [{ pointer: '/stages', code: 'contradiction', message: byHand }]),
    ...receivers.flatMap(({ stage }, index): Fault[] => {
      const pointer = pointerOf(index);
      if (stage === undefined)
        return [{ pointer, code: 'required', message: `Expected the stage in which it stands, one of ${known}.` }];
      const names = stages.map(({ name }) => name);
      const message = `There is no stage ${JSON.stringify(stage)}; known are ${known}.${meantBy(stage, names)}`;
      return stageNamed({ stages }, stage) === undefined ? [{ pointer, code: 'unknownStage', message }] : [];
    }),
    ...stages.flatMap(({ name }, index) => {
      const message = `No receiver stands in ${JSON.stringify(name)}: say so by the \`stage\` of one.`;
      return standing.has(caseless(name)) ? [] : [{ pointer: `/stages${step(index)}`, code: 'noReceivers', message }];
    }),
  ];
}

function pointerOf(receiver: number): string {
  return `/receivers${step(receiver)}/stage`;
}
