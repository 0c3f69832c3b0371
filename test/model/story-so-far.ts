import fc from 'fast-check';
import type { Act } from './story.js';

/** An act before the leads and touches that it concerns are known. */
export type Choice = (soFar: StorySoFar, pick: number) => Act | null;

export interface StorySoFar {
  readonly bulks: string[];
  readonly closings: string[];
  readonly merged: string[];
  readonly deals: { readonly lead: string; readonly isOpen: boolean }[];
  readonly milestones: { readonly lead: string; readonly milestone: string }[];
  readonly wins: { readonly lead: string; readonly milestone: string }[];
  readonly leads: string[];
  /** The leads that forms would begin if they joined none. */
  readonly forms: string[];
  readonly touches: { readonly lead: string; readonly touch: string }[];
}

export function nothingSoFar(): StorySoFar {
  return {
    bulks: [],
    closings: [],
    merged: [],
    deals: [],
    milestones: [],
    wins: [],
    leads: [],
    forms: [],
    touches: [],
  };
}

export function of({ leads }: StorySoFar, pick: number): string {
  return leads[pick % leads.length]!;
}

/** An act on any of the leads. */
export function onLead(act: (lead: string) => Act): Choice {
  return (soFar, pick) => act(of(soFar, pick));
}

/** A name for another of some things, which are then one more. */
export function nextName(of: string, known: string[]): string {
  const name = `${of} ${known.length + 1}`;
  known.push(name);
  return name;
}

/** An act on one of the latest of some things; none while there are too few. */
export function latest<Each>(
  max: number,
  among: (soFar: StorySoFar) => readonly Each[],
  act: (each: Each) => Act,
): fc.Arbitrary<Choice> {
  return fc.nat({ max }).map(
    (ago): Choice =>
      (soFar) => {
        const each = among(soFar).at(-1 - ago);
        return each === undefined ? null : act(each);
      },
  );
}

export type Incoming = Pick<Extract<Act, { do: 'arrive' }>, 'owner' | 'handsOver'>;

export function arrival({ leads }: StorySoFar, incoming: Incoming): Act | null {
  return leads.length === 3 ? null : { do: 'arrive', lead: nextName('lead', leads), ...incoming };
}
