import { expect, it } from '@jest/globals';
import type { Scope } from '../../src/auth/scope.js';
import { faultsOfReport } from '../../src/lifecycle/touches/reading-touches.js';
import { toIso } from '../../src/platform/values/duration.js';
import { aDirectory } from '../leads/directory.builder.js';
import { aDocument, MINUTE, NOW, RECEIVED } from './lifecycle.builder.js';

const GIVEN = { now: NOW, directory: aDirectory() };
const SUBMITTED = RECEIVED - 30 * MINUTE;

function codesOf(at: number | undefined, scope: Scope, document = aDocument()): string[] {
  const caller = { keyId: 'key', name: 'Key', scopes: [scope], repId: null };
  const reported = at === undefined ? undefined : toIso(at);
  return faultsOfReport(GIVEN, { document }, reported, caller).map(({ code }) => code);
}

it.each<[string, Scope, number, string[]]>([
  ['a rep dates back less than they may', 'rep', NOW - 15 * MINUTE + 1, []],
  ['a rep dates back as far as they may', 'rep', NOW - 15 * MINUTE, []],
  ['a rep dates back further', 'rep', NOW - 15 * MINUTE - 1, ['backdated']],
  ['a manager is a rep in this', 'manager', NOW - 15 * MINUTE - 1, ['backdated']],
  ['an integration dates back further than a rep', 'integration', NOW - 15 * MINUTE - 1, []],
  ['so does whoever may do everything', 'admin', NOW - 15 * MINUTE - 1, []],
  ['after the lead was received', 'integration', RECEIVED + 1, []],
  ['when the lead was received', 'integration', RECEIVED, []],
  ['before the lead was received', 'integration', RECEIVED - 1, ['beforeLead']],
])('a reported instant is accepted or refused: %s', (_, scope, at, codes) => expect(codesOf(at, scope)).toEqual(codes));

it.each<[string, number, number, string[]]>([
  ['after it was submitted', SUBMITTED, SUBMITTED + 1, []],
  ['when it was submitted', SUBMITTED, SUBMITTED, []],
  ['before it was submitted', SUBMITTED, SUBMITTED - 1, ['beforeLead']],
  ['when it was received, by a sender whose clock runs ahead', RECEIVED + MINUTE, RECEIVED, []],
])('an instant before the submission of the lead is refused: %s', (_, submitted, at, codes) => {
  expect(codesOf(at, 'integration', aDocument({ submittedAt: toIso(submitted) }))).toEqual(codes);
});

it('a report without an instant counts as now', () => {
  expect(codesOf(undefined, 'rep')).toEqual([]);
});
