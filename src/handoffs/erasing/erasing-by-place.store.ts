import { addressesOf, PersonInText } from '../../contact/person-in-text.js';
import { DEALS_OF_LEADS } from '../../deals/personal-data.js';
import { type FormField, readForm } from '../../forms/form.js';
import type { ErasedPerson } from '../../leads/personal-data.js';
import type { Sql, Tx } from '../../platform/sql/database.js';
import type { JsonRecord } from '../../platform/sql/sql.js';
import { ERASED_TEXT } from '../../vocabulary/erased-text.js';
import { type ErasedForm, writeErasedForms } from '../handoff.store.js';
import type { MissedPiece } from '../receivers/receiver.js';
import { writeErasedPieces } from '../receivers/receiver.store.js';
import { type FormPerson, namesBeside, withoutPerson } from './without-person.js';

interface StoredHandoff {
  readonly id: string;
  readonly isTheirDeal: boolean;
  /** The form of its kind. */
  readonly schema: JsonRecord;
}

/** SQL for the ids of handoffs with one of the addresses in a document, by an index on exactly this expression. */
const holding = (id: string, table: string, document: string, addresses: string) =>
  `select ${id} from ${table} where addresses_in(${document}) && ${addresses}::text[]`;

/** SQL for the ids of handoffs that hold one of the addresses in a form, a former one too. @param addresses a parameter */
export const byAddress = (addresses: string) => `
  ${holding('id', 'handoff', 'form', addresses)}
  union ${holding('handoff_id', 'handoff_form', 'form', addresses)}
  union ${holding('handoff_id', 'handoff_receiver', 'missing', addresses)}`;

/** Handoffs that an erasure reaches: by their forms, by the leads of their deals, and by values copied from those. */
const REACHED = `${byAddress('$2')}
  union select given.id from handoff as given where given.deal_id in (${DEALS_OF_LEADS})
  union select given.id from handoff as given where given.copied <> '{}' and given.copied ?| ($1::uuid[])::text[]`;

/** Texts that people write beside forms, by table. Those of handoffs of a lead's deals are erased as a whole elsewhere. */
const TEXTS = {
  handoff: {
    key: 'id',
    columns: ['exception_reason', 'client_told_note', 'client_word_note', 'decision_note', 'cancel_reason'],
  },
  handoff_receiver: { key: 'handoff_id', columns: ['note'] },
  handoff_question: { key: 'handoff_id', columns: ['text', 'answer'] },
  handoff_blocker: { key: 'handoff_id', columns: ['text', 'lesson'] },
} as const;

const valuesOf = ({ leadIds, ...person }: ErasedPerson) => [leadIds, addressesOf(person)];

export function countReached(sql: Sql, person: ErasedPerson): Promise<number> {
  return sql.value(
    `select count(*)::int as count from handoff where id in (${REACHED})`,
    valuesOf(person),
    'handoffs-reached',
  );
}

/**
 * Takes a person out of the handoffs that have them, by place, in all versions of their forms.
 * @returns the handoffs, and how many rows had something of the person
 */
export async function eraseByPlace(tx: Tx, erased: ErasedPerson): Promise<{ ids: string[]; rows: number }> {
  const handoffs = await lockReached(tx, erased);
  const ids = handoffs.map(({ id }) => id);
  if (ids.length === 0) return { ids, rows: 0 };
  const forms = await readForms(tx, ids);
  const known = new PersonInText(erased);
  const kinds = new Map(handoffs.map((each) => [each.id, { ...each, field: readForm(each.schema) }]));
  const whose = (id: string, person: PersonInText): FormPerson => ({ person, isTheirDeal: kinds.get(id)!.isTheirDeal });
  const names = forms.flatMap(({ handoffId, form }) =>
    namesBeside(form, kinds.get(handoffId)!.field, whose(handoffId, known)),
  );
  const person = known.called(names);
  const changed = forms.flatMap((each): ErasedForm[] => {
    const { field } = kinds.get(each.handoffId)!;
    const form = withoutPerson(each.form, field, whose(each.handoffId, person)) as JsonRecord;
    return JSON.stringify(form) === JSON.stringify(each.form) ? [] : [{ ...each, form }];
  });
  await writeErasedForms(tx, changed);
  const pieces = await erasePieces(tx, ids, (id, piece) =>
    piecesWithout(piece, kinds.get(id)!.field, whose(id, person)),
  );
  const others = handoffs.filter(({ isTheirDeal }) => !isTheirDeal).map(({ id }) => id);
  return { ids, rows: changed.length + pieces + (await eraseTexts(tx, others, person)) };
}

function lockReached(tx: Tx, erased: ErasedPerson): Promise<StoredHandoff[]> {
  return tx.rows(
    `select handoff.id, coalesce(handoff.deal_id in (${DEALS_OF_LEADS}), false) as "isTheirDeal", kind.form as schema
       from handoff
       join lateral (
         select form from handoff_kind_form
          where kind_id = handoff.kind_id and version = coalesce(handoff.kind_version, version)
          order by version desc limit 1) as kind on true
      where handoff.id in (${REACHED})
      order by handoff.id for no key update of handoff`,
    valuesOf(erased),
    'handoffs-erasing',
  );
}

function readForms(tx: Tx, ids: readonly string[]): Promise<ErasedForm[]> {
  return tx.rows(
    `select id as "handoffId", null::integer as version, form from handoff where id = any ($1::uuid[])
      union all
     select handoff_id, version, form from handoff_form where handoff_id = any ($1::uuid[])`,
    [ids],
    'handoffs-erasing-forms',
  );
}

/** Takes the person out of the former values of pieces that receivers missed. @returns the number of rows */
async function erasePieces(
  tx: Tx,
  ids: readonly string[],
  without: (handoffId: string, piece: MissedPiece) => MissedPiece,
): Promise<number> {
  const rows = await tx.rows<{ handoffId: string; place: number; missing: readonly MissedPiece[] }>(
    `select handoff_id as "handoffId", place, missing from handoff_receiver
      where handoff_id = any ($1::uuid[]) and missing is not null`,
    [ids],
  );
  const changed = rows.flatMap((row) => {
    const missing = row.missing.map((piece) => without(row.handoffId, piece));
    return JSON.stringify(missing) === JSON.stringify(row.missing) ? [] : [{ ...row, missing }];
  });
  await writeErasedPieces(tx, changed);
  return changed.length;
}

/** Returns a piece whose former value has nothing of the person; without that value if any of it was theirs. */
function piecesWithout({ pointer, was }: MissedPiece, form: FormField, whose: FormPerson): MissedPiece {
  if (was === undefined) return { pointer };
  const names = pointer.slice(1).split('/');
  // Around the value stands what the form has around it, so that a field is judged by its place.
  const around = names.reduceRight<unknown>((inner, name) => ({ [name]: inner }), was);
  const rest = withoutPerson(around, form, whose);
  return JSON.stringify(rest) === JSON.stringify(around) ? { pointer, was } : { pointer };
}

/** Erases texts that name the person. @returns the number of rows */
async function eraseTexts(tx: Tx, ids: readonly string[], person: PersonInText): Promise<number> {
  let count = 0;
  if (ids.length === 0) return count;
  for (const [table, { key, columns }] of Object.entries(TEXTS)) {
    const rows = await tx.rows<{ at: string } & Record<string, string | null>>(
      `select ctid::text as at, ${columns.join(', ')} from ${table} where ${key} = any ($1::uuid[]) for no key update`,
      [ids],
    );
    const changed = rows.flatMap((row) => {
      const erased = Object.fromEntries(columns.map((name) => [name, textWithout(row[name] ?? null, person)]));
      return columns.every((name) => erased[name] === (row[name] ?? null)) ? [] : [{ at: row.at, ...erased }];
    });
    count += changed.length;
    await tx.query(
      `update ${table} set ${columns.map((name) => `${name} = given.${name}`).join(', ')}
         from jsonb_to_recordset($1::jsonb) as given (at tid, ${columns.map((name) => `${name} text`).join(', ')})
        where ${table}.ctid = given.at`,
      [JSON.stringify(changed)],
    );
  }
  return count;
}

function textWithout(text: string | null, person: PersonInText): string | null {
  return text !== null && person.isNamedIn(text) ? ERASED_TEXT : text;
}
