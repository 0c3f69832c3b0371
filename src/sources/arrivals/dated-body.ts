import type { Directory } from '../../directory/directory.js';
import { faultsOfLead } from '../../leads/reading.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import { ATTRIBUTES_MAX } from '../../vocabulary/lead-fields.js';
import type { ReadSubmission } from '../products/reading.js';

/** Leaves out a time that nobody may report, and dates what is taken in late by when it came. */
export function datedBody(
  body: ReadSubmission['body'],
  directory: Directory,
  { now, cameAt }: { readonly now: Instant; readonly cameAt: Instant | null },
): ReadSubmission['body'] {
  const dated = body.submittedAt === undefined && cameAt !== null ? { ...body, submittedAt: toIso(cameAt) } : body;
  if (faultsOfLead(dated, directory, now).length === 0) return dated;
  const { submittedAt, ...rest } = dated;
  const hasRoom = Object.keys(rest.attributes ?? {}).length < ATTRIBUTES_MAX;
  return hasRoom ? { ...rest, attributes: { ...rest.attributes, submittedAt: submittedAt! } } : rest;
}
