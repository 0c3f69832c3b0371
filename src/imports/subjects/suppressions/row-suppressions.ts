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
/** Of rows that give none. */
const USUAL_REASON = 'do_not_contact';

/** Reads a row by the rules of `POST /v1/suppressions`. */
export function suppressionsOf(row: RowFields, { settings, reasons, now }: Judged): RowSuppressions | { why: string } {
  const untilAt = row.instant('until') ?? null;
  row.refuseFor(faultsOfUntil(untilAt, now), () => 'until');
  const said = row.text('reason') ?? USUAL_REASON;
  const reason = reasons.find(({ code, label }) => fold(code) === fold(said) || fold(label) === fold(said));
  row.refuseFor(faultsOfReason(said, reason, reasons), () => 'reason');
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
