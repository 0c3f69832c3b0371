import { defineRefusal } from '../platform/input/refusal.js';
import { type OpenLoad, undecidedText } from './departure.js';

/** 409: a rep with open leads would become inactive, and the request does not say what happens to the leads. */
export class OpenLeadsError extends defineRefusal('open-leads', 'conflict', 'Still has open leads') {
  override readonly facts: { readonly repId: string; readonly openLeads: number; readonly untouched: number };

  constructor(repId: string, load: OpenLoad) {
    super(undecidedText(load));
    this.facts = { repId, openLeads: load.open, untouched: load.untouched };
  }
}

/** 404: the caller is no rep. */
export class NoOwnInboxError extends defineRefusal('not-found', 'notFound', 'Not found') {
  /** @param instead the address that takes the id of a rep */
  constructor(instead: string) {
    super(`This key or session belongs to no rep, so it has no inbox of its own: GET ${instead} names the rep.`);
  }
}

/** 404: the rep has no planned offboarding. */
export class NoOffboardingPlannedError extends defineRefusal('not-found', 'notFound', 'Not found') {
  constructor(name: string) {
    super(`No offboarding of ${name} is planned.`);
  }
}
