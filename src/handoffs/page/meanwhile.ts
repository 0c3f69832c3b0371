import type { FormField } from '../../forms/form.js';
import { labelOf } from '../../forms/labels.js';
import { step } from '../../platform/fault.js';
import { type JsonRecord, ownOf } from '../../platform/record.js';
import type { Missing } from '../form/missing.js';
import { type Filled, type FilledList, filledWith, isSame } from './filled.js';
import { readableOf } from './reading.js';

/** A form that somebody else has saved while it was filled in. */
export interface Overtaken {
  readonly form: FormField;
  /** What was typed, on a page made with `base`. */
  readonly filled: Filled;
  readonly base: JsonRecord;
  /** What is kept by now. */
  readonly current: JsonRecord;
  readonly zone: string;
}

/**
 * Both in one page: what was typed stays, what was not touched is as it is kept by now, and wherever that is another than
 * before it is said.
 */
export function broughtUpToDate({ form, filled, base, current, zone }: Overtaken): {
  readonly filled: Filled;
  readonly meanwhile: readonly Missing[];
} {
  const meanwhile: Missing[] = [];
  const place = { field: form, filled, base, current, pointer: '', labels: [] };
  return { filled: upToDate(place, zone, meanwhile), meanwhile };
}

interface Place {
  readonly field: FormField;
  readonly filled: Filled;
  readonly base: unknown;
  readonly current: unknown;
  readonly pointer: string;
  readonly labels: readonly string[];
}

function upToDate(place: Place, zone: string, meanwhile: Missing[]): Filled {
  const { field, filled, base, current, pointer, labels } = place;
  const [before, now] = [filledWith(field, base, zone), filledWith(field, current, zone)];
  if (isSame(before, now) || isSame(filled, now)) return filled;
  if (filled.kind === 'group') {
    const fields = field.fields.map((each) => {
      const inner = { field: each, filled: filled.fields[each.name]!, pointer: pointer + step(each.name) };
      const values = { base: ownOf(base, each.name), current: ownOf(current, each.name) };
      return [
        each.name,
        upToDate({ ...inner, ...values, labels: [...labels, labelOf(each)] }, zone, meanwhile),
      ] as const;
    });
    return { kind: 'group', fields: Object.fromEntries(fields) };
  }
  const [name, saved] = [labels.join(' › '), readableOf(field, current, zone)];
  const isMine = !isSame(filled, before);
  const text = isMine
    ? `${name}: they have saved “${saved}”. Below stands what you filled in.`
    : `${name}: it says “${saved}” now.`;
  meanwhile.push({ pointer, text });
  if (!isMine) return now;
  return filled.kind === 'list' && now.kind === 'list' ? renumbered(filled, now) : filled;
}

/** Its entries are none of those that are kept by now, so they are not taken for them. */
function renumbered({ entries, isNone }: FilledList, { next }: FilledList): FilledList {
  const own = entries.map(({ filled }, index) => ({ id: next + index, filled }));
  return { kind: 'list', entries: own, next: next + own.length, isNone };
}
