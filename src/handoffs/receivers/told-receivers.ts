import type { EventData } from '../../events/event.js';

/** A receiver as events tell of them. */
export interface ToldReceiver {
  readonly name: string;
  readonly ownerRepId: string;
  /** In which stage, where the kind has some and the handoff only just begins. */
  readonly stage?: string;
}

/** To whom it went by an event that names receivers: of a handoff that begins with stages, those of the first. */
export function wentTo({ receivers, stage }: EventData): readonly ToldReceiver[] {
  const told = (receivers ?? []) as readonly ToldReceiver[];
  return told.filter((each) => each.stage === undefined || each.stage === stage);
}

/** The same by their names, also where an event has nothing else of them. */
export function namesWentTo(data: EventData): readonly string[] {
  return wentTo(data).map((each: ToldReceiver | string) => (typeof each === 'string' ? each : each.name));
}
