import { type TObject } from '@sinclair/typebox';
import { faultsOf } from '../../platform/input/checked.js';
import { collectFaults, type Fault, fault, step, under } from '../../platform/input/fault.js';
import { elapsedMs, parseDuration } from '../../platform/values/duration.js';
import { QUARANTINE_MAX_MS } from '../dispatch/window.js';
import type { Platform } from '../platform.js';
import { platformOf } from '../platforms.js';
import { RESTATE, RETRACT } from './platform-forms.js';
import { faultsOfSurvival } from './survived-rules.js';

/** Returns the faults of a destination's settings; fills in defaults in place. */
export function faultsOfSettings(platform: Platform, settings: unknown, pointer: string): Fault[] {
  return under(pointer, faultsOf(platformOf(platform).settings, settings));
}

/** Returns the faults of what a rule sends. @param settings already checked @param pointer of the `send` */
export function faultsOfSend(platform: Platform, settings: object, send: unknown, pointer: string): Fault[] {
  return under(pointer, faultsIn(platform, settings, send));
}

/** A quarantine longer than a platform's window would withhold every lead. */
export function faultsOfQuarantine(quarantine: string, pointer: string): Fault[] {
  const duration = parseDuration(quarantine, { allowZero: true });
  if ('code' in duration) return [fault(pointer, 'duration', duration.message)];
  if (elapsedMs(duration) <= QUARANTINE_MAX_MS) return [];
  return [fault(pointer, 'tooLarge', 'Expected at most P5D: later a platform may take the lead no longer.')];
}

function faultsIn(platform: Platform, settings: object, send: unknown): Fault[] {
  const definition = platformOf(platform);
  const schema = schemaOf(definition.send, send);
  const ofShape = faultsOf(schema, send);
  if (ofShape.length > 0) return ofShape;
  if (schema === RETRACT || schema === RESTATE) return faultsOfAbility(platform, settings, schema === RETRACT);
  const isFile = definition.transport(settings, 'conversion').format === 'csv';
  return collectFaults(
    placeholdersIn(send as object),
    isFile && formulasIn(send as object),
    definition.faultsOfSend?.(settings, send as object) ?? [],
    faultsOfSurvival(definition, settings, (send as { readonly value?: unknown }).value),
  );
}

/** Returns the schema for the field that the rule uses, so that faults refer to the intended form. */
function schemaOf(own: TObject, send: unknown): TObject {
  if (typeof send !== 'object' || send === null) return own;
  if (Object.hasOwn(send, 'retract')) return RETRACT;
  return Object.hasOwn(send, 'restate') ? RESTATE : own;
}

function faultsOfAbility(platform: Platform, settings: object, isRetract: boolean): Fault[] {
  const { words, transport } = platformOf(platform);
  const { retract, restate } = transport(settings, isRetract ? 'retract' : 'restate').abilities;
  // If only values can be changed, a retraction sends the value zero.
  if (restate || (isRetract && retract)) return [];
  const [field, what] = isRetract ? ['retract', 'takes nothing back'] : ['restate', 'changes no value'];
  return [fault(step(field), 'contradiction', `${words} ${what}: an event that was sent stays as it is.`)];
}

/** Names are sent literally: `{{stage}}` would be the name of an event. */
function placeholdersIn(send: object): Fault[] {
  return Object.entries(send).flatMap(([name, value]) => {
    const [found] = (typeof value === 'string' && /\{[^{}]*\}|[{}]/.exec(value)) || [];
    if (found === undefined) return [];
    const message = `Placeholders are not filled in here, and ${found} would be sent as it is: write the name as the platform has it.`;
    return [fault(step(name), 'unknownPlaceholder', message)];
  });
}

/** Cells of a file are written unescaped, so none may be a formula in a spreadsheet. */
function formulasIn(send: object): Fault[] {
  return Object.entries(send).flatMap(([name, value]) => {
    if (typeof value !== 'string' || !/^[=+\-@\t\r]/.test(value)) return [];
    const message = 'In a file this would be a formula: begin with something other than = + - or @.';
    return [fault(step(name), 'formula', message)];
  });
}
