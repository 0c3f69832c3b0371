import type { Actor } from '../../platform/actor.js';
import type { Instant } from '../../platform/instant.js';

/** Something that a party to a handoff wants to know of another one. */
export interface Question {
  readonly id: string;
  readonly handoffId: string;
  /** From 1: by it its clock is known. */
  readonly number: number;
  /** Of the receiver between whom and the giver it is. */
  readonly place: number;
  readonly text: string;
  readonly askedBy: Actor;
  /** Whether whoever gives answers, who may be somebody else by then; the receiver does otherwise. */
  readonly toGiver: boolean;
  /** Who is asked; null where nobody is known who gives. */
  readonly toRepId: string | null;
  readonly askedAt: Instant;
  readonly answer: string | null;
  readonly answeredAt: Instant | null;
  /** The version of the form that the answer made; null where it changed nothing. */
  readonly formVersion: number | null;
}

/** What is asked about one handoff; who has more to ask talks to somebody. */
export const QUESTIONS_MAX = 100;

export function answered(question: Question, answer: string, at: Instant, formVersion: number | null): Question {
  return { ...question, answer, answeredAt: at, formVersion };
}
