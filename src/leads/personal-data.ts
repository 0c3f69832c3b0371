import type { TSchema } from '@sinclair/typebox';
import { Registry } from '../platform/registry.js';
import type { Sql, Tx } from '../platform/sql/database.js';
import type { Instant } from '../platform/values/duration.js';
import { ERASED_TEXT } from '../vocabulary/erased-text.js';

/** The kinds of erased data, as worded in the certificate of an erasure. */
export const ERASED_KINDS = {
  contact: 'Names, addresses, numbers and all other data of the contact',
  messages: 'What the person wrote',
  inquiries: 'Forms that had joined a lead',
  imports: 'Rows of imported files',
  company: 'Companies',
  attributes: 'Further fields of leads',
  clickIds: 'Click ids, and what the person allowed ad platforms',
  landingPages: 'Landing pages',
  accountContacts: 'Contacts of accounts',
  otherIds: 'Ids in other systems',
  words: 'The words by which leads are found',
  places: 'Where the person lives, in deadlines',
  touches: 'Notes of touches, and their ids in other systems',
  notes: 'Notes about leads',
  closings: 'Notes and texts of dispositions',
  milestones: 'Why milestones were reversed',
  deals: 'What deals were called, and why they were lost',
  contracts: 'Why contracts were amended',
  handoffs:
    'What was handed over, why it was returned, why it was handed over before it was complete, and what the client was told',
  actions: 'Actions that were decided on a diagnosis',
  preferences: 'Preferences of users',
  moves: 'Notes of moves',
  pauses: 'Reasons of pauses',
  strikes: 'Reasons of strikes',
  traces: 'Values of the person in the explanations of routing',
  answers: 'Answers that were kept for repeated requests',
  platformAnswers: 'What ad platforms answered',
  webhookAnswers: 'What the endpoints of webhooks answered',
  submissions: 'What arrived at connections, as it came',
  suppressions: 'Hashes of suppressions that no longer hold',
} as const;
export type ErasedKind = keyof typeof ERASED_KINDS;

/** This many digits of a number identify a person. */
export const IDENTIFYING_DIGITS = 7;

export interface PersonalColumn {
  readonly what: ErasedKind;
  /** SQL for whether the column contains personal data. */
  readonly holds: string;
  /** SQL for its new value, over the row as it was. */
  readonly becomes: string;
  /** Its name in the subject access report; null if it is only another form of reported data. */
  readonly as: string | null;
  /** SQL for the reported value, if that is not the column's. */
  readonly reported?: string;
}

/** A table whose rows are each about one lead, or about what came of one. */
export interface LeadTable {
  /** The column with the lead's id; if there is none, SQL over a row that finds it. */
  readonly of: string;
  /** If there is no such column: SQL for which rows are about leads `$1`. */
  readonly among?: string;
  /** The column that identifies and sorts rows, if not `id`. */
  readonly key?: string;
  /** The list of the subject access report that shows its rows; null: the lead itself, or not reported. */
  readonly section: string | null;
  readonly personal: Readonly<Record<string, PersonalColumn>>;
  /** Further SQL assignments made on erasure, whether or not a row contains personal data. */
  readonly also?: readonly string[];
  /** Further reported columns, by name, without personal data. Instants end in `_at`. */
  readonly facts: Readonly<Record<string, string>>;
  /** Other text columns without personal data: codes, our own words, names from the configuration. */
  readonly harmless?: readonly string[];
}

export interface PersonalData {
  readonly tables: Readonly<Record<string, LeadTable>>;
  /** Schemas of the report's rows, by section; with SQL where the columns alone do not suffice. */
  readonly sections: Readonly<Record<string, Section>>;
  /** Columns found by hashes or by text, which the table's own store erases. */
  readonly foundOtherwise?: Readonly<Record<string, Readonly<Record<string, ErasedKind>>>>;
}

export interface Section {
  readonly schema: TSchema;
  /** SQL for rows with an `id` and their lead `of`, for leads `$1`; for sections without a table. */
  readonly select?: string;
}

/**
 * Where satellites store personal data. Erasure and subject access follow from it; a test fails on any column of text
 * or JSON that is not declared.
 */
export const PERSONAL_DATA = new Registry<PersonalData>();

/** Personal data of persons who may have no lead. */
export const HELD_OF_PERSONS = new Registry<{
  /** The name of its list in the subject access report. */
  readonly section: string;
  readonly schema: TSchema;
  /** Absent if only a service can read them: then it is one of the `TracesOfPersons`. */
  read?(sql: Sql, person: Omit<ErasedPerson, 'leadIds'>): Promise<readonly object[]>;
}>();

/** A person as an erasure knows them. */
export interface ErasedPerson {
  /** Their leads that are erased now. */
  readonly leadIds: readonly string[];
  readonly emailKeys: readonly string[];
  readonly phoneKeys: readonly string[];
  readonly names: readonly string[];
}

/** Subjects that hold the address or number of a person among what is others', and from which the person is erased by place. */
export interface FoundByAddress {
  /** The name of their list in the subject access report; it is also that of the rows of the subjects in `tables`. */
  readonly section: string;
  readonly schema: TSchema;
  /** What a report shows: like tables about leads, with the ids of subjects as `$1` and in `of`. */
  readonly tables: Readonly<Record<string, LeadTable>>;
  /** What is erased as a whole of subjects that hold the person; like `tables`. */
  readonly emptied: Readonly<Record<string, LeadTable>>;
  /** Returns those that came of no lead, which a report lists by themselves. */
  find(sql: Sql, emailKeys: readonly string[], phoneKeys: readonly string[]): Promise<string[]>;
  /** Counts all that an erasure would reach. */
  count(sql: Sql, person: ErasedPerson): Promise<number>;
  /** Erases the person. @returns the subjects, and the number of rows */
  erase(tx: Tx, person: ErasedPerson, at: Instant): Promise<{ readonly ids: readonly string[]; readonly rows: number }>;
  /** The kind of data that was erased. */
  readonly what: ErasedKind;
}

export const FOUND_BY_ADDRESS = new Registry<FoundByAddress>();

/** Objects that came of leads, such as deals. */
interface CameOfLeads {
  /** SQL for their ids, from the ids of leads `$1`. */
  readonly ids: string;
  /** Returns SQL for the one lead that an object came of, null for other objects; absent if several leads may share one. */
  leadOf?(id: string): string;
}

export const CAME_OF_LEADS = new Registry<CameOfLeads>();

/** Returns SQL for the ids of all objects that came of leads `$1`. @param which leaves out those that leads may share */
export function cameOfLeads(which: 'all' | 'unshared'): string {
  const those = CAME_OF_LEADS.all.filter(({ leadOf }) => which === 'all' || leadOf !== undefined);
  return ['select null::uuid as id where false', ...those.map(({ ids }) => `(${ids})`)].join(' union all ');
}

/** Returns SQL for the lead that an object came of; null if it came of none, or of several. */
export function leadItCameOf(id: string): string {
  return `coalesce(${['null::uuid', ...CAME_OF_LEADS.all.flatMap(({ leadOf }) => leadOf?.(id) ?? [])].join(', ')})`;
}

/** What a platform was sent of erased leads and still has. */
export interface SentToPlatform {
  readonly destinationId: string;
  readonly platform: string;
  /** How many items were sent, or may have been. */
  readonly items: number;
  readonly lastSentAt: Instant;
  /** How the platform can be asked to delete them, in plain English. */
  readonly deleting: string;
}

export const SENT_TO_PLATFORMS = new Registry<{
  readonly platforms: readonly string[];
  read(sql: Sql, erasureId: string): Promise<readonly SentToPlatform[]>;
}>();

export function isAbout({ of, among = `${of} = any ($1::uuid[])` }: LeadTable): string {
  return among;
}

export function nulled(column: string, what: ErasedKind, as: string | null = column): Record<string, PersonalColumn> {
  return { [column]: { what, holds: `${column} is not null`, becomes: 'null', as } };
}

/** For a text that its row requires: replaced, not nulled. */
export function replaced(column: string, what: ErasedKind, as: string): Record<string, PersonalColumn> {
  const holds = `(${column} is not null and ${column} <> '${ERASED_TEXT}')`;
  return { [column]: { what, holds, becomes: `case when ${column} is not null then '${ERASED_TEXT}' end`, as } };
}

/** Erases a lead's values from a routing trace where rules failed; that they failed stays. */
export function trace(column: string, as: string): Record<string, PersonalColumn> {
  const rules = `jsonb_array_elements(${column}::jsonb->'rules')`;
  return {
    [column]: {
      what: 'traces',
      holds: `exists (select from ${rules} as tests (outcome) where outcome->>1 is not null)`,
      becomes: `(select jsonb_set(${column}::jsonb, '{rules}', coalesce(jsonb_agg(
          case when jsonb_array_length(outcome) > 1 then jsonb_build_array(outcome->0, null) else outcome end order by place), '[]'))::json
        from ${rules} with ordinality as tests (outcome, place))`,
      as,
      reported: `coalesce((select jsonb_agg(outcome->1) from ${rules} as tests (outcome) where outcome->>1 is not null), '[]')`,
    },
  };
}
