import {
  faultsOfReason,
  faultsOfUntil,
  type NamedIdentifier,
  readNamed,
} from '../../../admin/suppressions/naming-identifiers.js';
import { readAddress } from '../../../contact/address.js';
import type { IdentifyingSettings } from '../../../contact/identifying.js';
import type { ReasonRow } from '../../../disposition/reason.table.js';
import type { Block } from '../../../disposition/suppression.js';
import type { Instant } from '../../../platform/values/duration.js';
import { fold } from '../../mapping/planned-column.js';
import type { RowFields } from '../row-fields.js';

/** What a row suppresses: each address, number and domain that it names. */
export interface RowSuppressions {
  readonly blocks: readonly Block[];
  readonly reason: string;
}

interface Judged {
  readonly settings: IdentifyingSettings;
  readonly reasons: readonly ReasonRow[];
  readonly now: Instant;
}

const IDENTIFIERS = ['email', 'phone', 'domain'] as const;
/** Of rows that give none, or one that nobody knows. */
const USUAL_REASON = 'do_not_contact';

/** Reads a row by the rules of `POST /v1/suppressions`. */
export function suppressionsOf(row: RowFields, { settings, reasons, now }: Judged): RowSuppressions | { why: string } {
  const untilAt = row.instant('until') ?? null;
  row.refuseFor(faultsOfUntil(untilAt, now), () => 'until');
  const reason = reasonOf(row.text('reason'), reasons);
  row.refuseFor(faultsOfReason(USUAL_REASON, reason, reasons), () => 'reason');
  const given = IDENTIFIERS.filter((kind) => row.text(kind) !== undefined);
  if (given.length === 0) row.refuse('', 'It has no e-mail address, no phone number and no domain.');
  const blocks = given.flatMap((kind): Block[] => {
    const text = row.text(kind)!;
    const named: NamedIdentifier = { [kind]: kind === 'email' ? (readAddress(text) ?? text) : text };
    const read = readNamed(named, settings);
    if ('faults' in read) row.refuseFor(read.faults, () => kind);
    return 'faults' in read ? [] : [{ ...read, untilAt }];
  });
  return row.why === null ? { blocks, reason: reason!.code } : { why: row.why };
}

/** Lists of opt-outs hold what people have typed: nobody is contacted for want of a reason that is known. */
function reasonOf(said: string | undefined, reasons: readonly ReasonRow[]): ReasonRow | undefined {
  const inUse = reasons.filter(({ category, active }) => category === 'suppress' && active);
  const named = (text: string) =>
    inUse.find(({ code, label }) => fold(code) === fold(text) || fold(label) === fold(text));
  return (said === undefined ? undefined : named(said)) ?? named(USUAL_REASON) ?? inUse[0];
}
