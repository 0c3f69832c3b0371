import { readAddress } from '../../../contact/address.js';
import { type IdentifyingSettings, identifyingAddress, identifyingNumber } from '../../../contact/identifying.js';
import { LeadBody } from '../../../leads/lead.dto.js';
import type { PastLead } from '../../../lifecycle/arrivals/past-leads.js';
import { readBody } from '../../../platform/input/checked.js';
import type { Fault } from '../../../platform/input/fault.js';
import { flagWritten } from '../../../platform/input/written-flag.js';
import { type Instant, toIso } from '../../../platform/values/duration.js';
import { isStorable, unstorable } from '../../../platform/values/text.js';
import { readCountry } from '../../../vocabulary/countries.js';
import { ATTRIBUTE_MAX, ATTRIBUTES_MAX } from '../../../vocabulary/lead-fields.js';
import { readWrittenDate } from '../../mapping/dates.js';
import { meaningOf, orderOf, type PlannedColumn, planColumns } from '../../mapping/planned-column.js';
import type { Mapping } from '../../mapping/target.js';
import { typeOfField } from './lead-column.js';
import { LEADS } from './leads.shape.js';
import {
  isPastField,
  NO_DATE,
  type PastField,
  type PastPlan,
  type PastText,
  readPast,
  STILL_TO_COME,
} from './past-row.js';

type Value = string | number | boolean | string[];
type Tree = { [key: string]: Value | Tree };

/** What turns the rows of a file into leads. */
export interface RowPlan {
  readonly columns: readonly PlannedColumn[];
  readonly timeZone: string;
  /** The source of rows that name none. */
  readonly source: string;
  readonly settings: IdentifyingSettings;
  /** Leads that were submitted before this instant cannot be taken in as new ones. */
  readonly earliest: Instant;
  /** What was submitted before this instant is history; null if nothing is, infinity if everything is. */
  readonly pastBefore: Instant | null;
  readonly past: PastPlan;
}

/** A row as a lead, or why it is none. Notes say what was kept otherwise than the mapping says. */
export type LeadOfRow =
  | {
      readonly body: LeadBody;
      readonly notes: readonly string[];
      readonly submittedAt: Instant | null;
      /** What happened to it; null for a new lead. */
      readonly past: Pick<PastLead, 'ownerId' | 'touch' | 'end' | 'deal'> | null;
    }
  | { readonly why: string };

interface PlanOptions extends Pick<RowPlan, 'source' | 'settings' | 'earliest' | 'pastBefore'> {
  readonly past: Omit<PastPlan, 'timeZone'>;
  /** The zone of the settings. */
  readonly timeZone: string;
}

/** Says what a fault of a lead means, with the column that is wrong. */
export function faultOfColumn({ pointer, message }: Fault, { columns }: Pick<RowPlan, 'columns'>): string {
  const path = pathOf(pointer).join('.');
  const column = columns.find(({ to }) => to === path);
  return column === undefined ? message : `${column.name}: ${message}`;
}

/** Plans how rows are read. Columns that the mapping does not name become attributes. */
export function planRows(names: readonly string[], mapping: Mapping, options: PlanOptions): RowPlan {
  const columns = planColumns(names, mapping, typeOfField, LEADS.otherwise);
  const timeZone = mapping.timeZone ?? options.timeZone;
  return { ...options, columns, timeZone, past: { ...options.past, timeZone } };
}

/**
 * Reads a row. A value that its field cannot take becomes an attribute of the name of its column, with a note. A row
 * by which nobody can be reached is no lead.
 */
export function leadOfRow(cells: readonly string[], plan: RowPlan): LeadOfRow {
  const row = new RowReading(plan);
  for (const column of plan.columns) {
    const meaning = meaningOf(column, cells);
    if (meaning === null) continue;
    if (!isStorable(meaning)) return { why: `${column.name}: ${unstorable('Text')}` };
    row.add(column, cells[column.index]!.trim(), meaning);
  }
  return row.finish();
}

class RowReading {
  private readonly lead: Tree = {};
  private readonly notes: string[] = [];
  private refusal: string | null = null;
  private readonly texts = new Map<string, { readonly column: PlannedColumn; readonly text: string }>();
  private readonly past = new Map<PastField, PastText>();

  constructor(private readonly plan: RowPlan) {}

  add(column: PlannedColumn, text: string, meaning: string): void {
    if (isPastField(column.to)) {
      this.texts.set(column.to, { column, text });
      this.past.set(column.to, { text: meaning, order: orderOf(column) });
      return;
    }
    const value = this.read(column, meaning);
    this.texts.set(column.to, { column, text });
    if (value === undefined && column.to === 'submittedAt' && this.plan.pastBefore !== null)
      this.refuse(column, text, NO_DATE);
    else if (value === undefined) this.setAside(column, text, 'cannot be read');
    else this.put(column.to, value);
  }

  finish(): LeadOfRow {
    this.lead.source ??= this.plan.source;
    const { submittedAt, isPast } = this.checkSubmitted();
    if (this.refusal !== null) return { why: this.refusal };
    const past = isPast ? readPast(this.past, submittedAt ?? this.plan.past.now, this.plan.past) : null;
    if (past !== null && 'why' in past) {
      const wrong = past.field === undefined ? undefined : this.texts.get(past.field);
      return { why: wrong === undefined ? past.why : `${wrong.column.name}: ${past.why}` };
    }
    for (const field of past?.unread ?? this.past.keys()) {
      const { column, text } = this.texts.get(field)!;
      this.setAside(column, text, past === null ? 'is the past of a lead that comes in now' : 'cannot be read');
    }
    const why = this.whyNobody(isPast);
    if (why !== null) return { why };
    let { body, faults } = readBody<LeadBody>(LeadBody, this.lead);
    for (const { pointer } of faults) this.setAsideAt(pointer);
    if (faults.length > 0) ({ body, faults } = readBody<LeadBody>(LeadBody, this.lead));
    if (faults.length > 0) return { why: this.inWords(faults[0]!) };
    return { body, notes: this.notes, submittedAt, past };
  }

  private read({ to, type, format }: PlannedColumn, text: string): Value | undefined {
    switch (type) {
      case 'instant': {
        const at = readWrittenDate(text, { order: orderOf({ format }), timeZone: this.plan.timeZone });
        return at === null ? undefined : toIso(at);
      }
      case 'band':
      case 'number':
        return bandOf(text);
      case 'boolean':
        return flagWritten(text);
      case 'list':
        return [
          ...((at(this.lead, to) as string[] | undefined) ?? []),
          ...text.split(/[,;|]/).map((part) => part.trim()),
        ];
      case 'any':
        return (format === 'number' ? numberOf(text) : format === 'boolean' ? flagWritten(text) : text) ?? text;
      default:
        return textOf(to, text);
    }
  }

  /**
   * An old lead that is taken in now was not submitted now: its date is kept beside it. One of history that is still to
   * come is refused.
   */
  private checkSubmitted(): { readonly submittedAt: Instant | null; readonly isPast: boolean } {
    const { earliest, pastBefore, past } = this.plan;
    const sent = this.lead.submittedAt as string | undefined;
    const submittedAt = sent === undefined ? null : Date.parse(sent);
    const isPast = pastBefore !== null && (submittedAt ?? Number.NEGATIVE_INFINITY) < pastBefore;
    if (submittedAt === null) return { submittedAt, isPast };
    const { column, text } = this.texts.get('submittedAt')!;
    if (isPast && submittedAt > past.now) this.refuse(column, text, STILL_TO_COME);
    if (!isPast && submittedAt < earliest) this.setAside(column, text, 'is too long ago for a lead that comes in now');
    return { submittedAt, isPast };
  }

  /** @param isPast whether it needs to be known only, and nobody reached */
  private whyNobody(isPast: boolean): string | null {
    if (isPast && this.lead.externalId !== undefined) return null;
    const { email, phone, country } = (this.lead.contact ?? {}) as Readonly<Record<string, string | undefined>>;
    if (email === undefined && phone === undefined)
      return isPast
        ? 'It has no id, no e-mail address and no phone number.'
        : 'It has no e-mail address and no phone number.';
    const { settings } = this.plan;
    if (identifyingAddress(email, settings) !== null) return null;
    const code = country === undefined ? undefined : readCountry(country).country;
    if (identifyingNumber(phone, code, settings) !== null) return null;
    const given = [email, phone].filter((text) => text !== undefined).map((text) => JSON.stringify(text));
    return `Nobody can be reached by ${given.join(' and ')}.`;
  }

  private setAsideAt(pointer: string): void {
    const path = pathOf(pointer);
    const to = [path.join('.'), path.slice(0, 2).join('.'), path[0]!].find((each) => this.texts.has(each));
    const known = to === undefined ? undefined : this.texts.get(to);
    if (known !== undefined && !known.column.to.startsWith('attributes.'))
      this.setAside(known.column, known.text, 'does not fit the field');
  }

  private setAside({ to, name }: PlannedColumn, text: string, why: string): void {
    remove(this.lead, to);
    const attributes = (this.lead.attributes ?? {}) as Tree;
    if (Object.keys(attributes).length < ATTRIBUTES_MAX) this.put(`attributes.${name}`, text);
    this.notes.push(`${name}: "${text.slice(0, 100)}" ${why}, so it is kept as an attribute.`);
  }

  /** The date of a lead of history decides on all the others: it is not made up. */
  private refuse({ name }: PlannedColumn, text: string, why: string): void {
    this.refusal ??= `${name}: ${JSON.stringify(text.slice(0, 100))} ${why}`;
  }

  private put(path: string, value: Value): void {
    const [place, key] = split(path);
    if (place !== null) this.lead[place] ??= {};
    const within = place === null ? this.lead : (this.lead[place] as Tree);
    within[key] = value;
  }

  /** Says in the words of the file what a fault of the lead means. */
  private inWords({ pointer, message }: Fault): string {
    const path = pathOf(pointer).join('.');
    const known = this.texts.get(path);
    if (known === undefined) return message;
    const { length } = known.text;
    const isLong = path.startsWith('attributes.') && length > ATTRIBUTE_MAX;
    const why = isLong ? `A custom field takes at most ${ATTRIBUTE_MAX} characters, and this has ${length}.` : message;
    return `${known.column.name}: ${why}`;
  }
}

function pathOf(pointer: string): string[] {
  const steps = pointer.slice(1).split('/');
  return steps.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** `contact.email` → `contact` and `email`. Names of attributes may have dots. */
function split(path: string): [place: string | null, key: string] {
  const dot = path.indexOf('.');
  return dot < 0 ? [null, path] : [path.slice(0, dot), path.slice(dot + 1)];
}

function at(lead: Tree, path: string): Value | Tree | undefined {
  const [place, key] = split(path);
  return place === null ? lead[key] : (lead[place] as Tree | undefined)?.[key];
}

function remove(lead: Tree, path: string): void {
  const [place, key] = split(path);
  const within = place === null ? lead : (lead[place] as Tree | undefined);
  if (within !== undefined) delete within[key];
}

const CONSENT: Readonly<Record<string, string>> = { true: 'granted', false: 'denied' };

function textOf(to: string, text: string): string {
  if (to === 'company.domain') return /^(?:[a-z]+:\/\/)?(?:www\.)?([^/?#\s]+)/i.exec(text)?.[1] ?? text;
  if (to === 'contact.email') return readAddress(text) ?? text;
  if (to.startsWith('consent.')) return CONSENT[String(flagWritten(text))] ?? text.toLowerCase();
  return text;
}

/** `1.000`, `1,000`, `51 - 200` and `1 000+` as the field takes them. */
function bandOf(text: string): string | number {
  const plain = text.replace(/(?<=\d)[.,\s'’](?=\d{3}(?!\d))/g, '');
  return /^\d+$/.test(plain) ? Number(plain) : plain.replace(/\s*[-–]\s*/, '-');
}

function numberOf(text: string): number | undefined {
  const number = Number(text);
  return Number.isFinite(number) && Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : undefined;
}
