import { code, day, instant, table, text, uuid } from '../../platform/sql/table.js';
import type { Treatment } from '../kinds/handoff-kind.js';
import type { PromisedStage } from '../lead-map/lead-map.js';
import type { ActionAbout, ActionOutcome } from './diagnosis-action.js';

/** What was decided about a diagnosis: what is done, by whom, and until when. */
export const DIAGNOSIS_ACTION = table('diagnosis_action', 'configuration', {
  id: uuid().key(),
  kindId: uuid().nullable(),
  about: code<ActionAbout>(),
  exception: text().nullable().personal(),
  treatment: code<Treatment>().nullable(),
  step: code<PromisedStage>().nullable(),
  text: text().personal(),
  ownerRepId: uuid(),
  dueOn: day(),
  madeAt: instant(),
  endedAt: instant().nullable(),
  outcome: code<ActionOutcome>().nullable(),
  /** When its owner was reminded that it is due; set from the start if it was given on its day. */
  remindedAt: instant().nullable(),
});
