import { expect, it } from '@jest/globals';
import { forPeople } from '../../../src/console/web/parts/for-people.js';
import { readIn, shortDateTime } from '../../../src/console/web/parts/times.js';

readIn('Europe/Berlin');

it.each([
  ['Ann manages others: expected their next manager, or null.', 'Ann manages others: expected their next manager.'],
  [
    'Ann still has 1 deal, which nobody works on. An offboarding hands them over: POST /v1/reps/0190-1/offboard.',
    'Ann still has 1 deal, which nobody works on. An offboarding hands them over.',
  ],
  [
    'Say in `openLeads` whether those untouched (`reassignUntouched`), all (`reassignAll`) or none (`keep`) go to others.',
    'Say in open leads whether those untouched, all or none go to others.',
  ],
  ['No lead gets to the rule "B". To change the order: PUT /v1/routing.', 'No lead gets to the rule "B".'],
  [
    'Nobody is notified of waiting leads, because `fallback.queueOwnerId` is not set: PUT /v1/routing with the id of a rep.',
    'Nobody is notified of waiting leads, because fallback.queueOwnerId is not set.',
  ],
  [
    'No source has this spelling: POST /v1/sources, or PUT /v1/sources/{id} with an alias. GET /v1/sources/unknown lists them.',
    'No source has this spelling.',
  ],
  ['Assign it to a rep (POST /v1/leads/{id}/reassign), or close it.', 'Assign it to a rep, or close it.'],
  [
    'Accepted by `POST /v1/leads/{id}/acknowledge`, or by a touch that counts.',
    'Accepted by the API, or by a touch that counts.',
  ],
  ['Both poolId and repId are given: leave out repId.', 'Both pool and rep are given: leave out rep.'],
  ['By default PT10M; at most P1DT2H.', 'By default 10 minutes; at most 1 day 2 hours.'],
  ['Expected a day on or after 2026-01-01.', 'Expected a day on or after 1 Jan 2026.'],
  [
    'It was closed at 2024-03-04T15:04:00.000Z, a day ago.',
    `It was closed at ${shortDateTime('2024-03-04T15:04:00.000Z', 'Europe/Berlin')}, a day ago.`,
  ],
  ['Expected a day such as 2026-03-02.', 'Expected a day such as 2026-03-02.'],
  ['The pool "eBay PT10M" is closed.', 'The pool "eBay PT10M" is closed.'],
  ['Kim (019caf10-3180-7000-8001-907ed75ca309) is away.', 'Kim is away.'],
  ['Expected at most 12.5 of acme.example.com.', 'Expected at most 12.5 of acme.example.com.'],
  [
    '10 open leads keep version 1; send `applyTo: "open"` to include them.',
    '10 open leads keep version 1; choose “Open” at “Apply to” to include them.',
  ],
  ['`"owner", "pool"` or `{ "calendarId" }`', '"owner", "pool" or calendar'],
  [
    'A country whose public holidays are closed: one of `GET /v1/holiday-regions`. `GET /v1/x` says more.',
    'A country whose public holidays are closed.',
  ],
  ['"datasetId" is required.', 'This is required.'],
  ['It cannot be set inactive (409; in a batch `invalid`). Not stored.', 'It cannot be set inactive. Not stored.'],
  ['How many may move within a time (`per`), or null for no limit.', 'How many may move within a time.'],
  ['With `time: "elapsed"` only these count.', 'With “Elapsed” at “Time” only these count.'],
  ['account.ownerRepId is text and takes eq, notInList.', 'account.ownerRepId is text and takes eq, not in list.'],
  ['Expected urn:li:sponsoredAccount:… of an ad account.', 'Expected urn:li:sponsoredAccount:… of an ad account.'],
  ['Plain words stay as they are.', 'Plain words stay as they are.'],
])('“%s” is read as “%s”', (sentence, read) => {
  expect(forPeople(sentence)).toBe(read);
});
