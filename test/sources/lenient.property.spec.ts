import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LeadBody } from '../../src/leads/lead.dto.js';
import { LEAD_PATHS, readLeniently } from '../../src/leads/lenient-lead.js';
import { readBody } from '../../src/platform/input/checked.js';
import { payloadPathText, readPayloadPath } from '../../src/sources/maps/payload-path.js';

const aPath = fc.oneof(
  fc.constantFrom(...LEAD_PATHS, 'attributes.x', 'refs.hubspot', '__proto__', 'attributes.__proto__', 'constructor'),
  fc.string({ unit: 'binary', maxLength: 300 }),
);
const aValue = fc.oneof(
  fc.anything({ withNullPrototype: true }),
  fc.string({ unit: 'binary', maxLength: 12_000 }),
  fc.constantFrom(
    'granted',
    'Yes',
    'nein',
    '51-200',
    '2026-03-02',
    '1793715730',
    'Europe/Berlin',
    'call; sms',
    Number.POSITIVE_INFINITY,
  ),
);

it('whatever anybody sends becomes a lead that POST /v1/leads would take', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(aPath, aValue), { maxLength: 150 }), fc.string({ minLength: 1 }), (given, source) => {
      const { body } = readLeniently(given, source.trim() || 'x');
      expect(readBody(LeadBody, structuredClone(body)).faults).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

it('no text is lost without an issue that says so', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.stringMatching(/^[a-z]{3,9}q$/), fc.stringMatching(/^[A-Z][a-z ]{0,50}[a-z]$/), { maxKeys: 90 }),
      (given) => {
        const { body, issues } = readLeniently(Object.entries(given), 'x');
        expect([body.attributes ?? {}, issues]).toEqual([given, []]);
      },
    ),
  );
});

it('a path that is written can be read again', () => {
  const aPart = fc.oneof(
    fc.nat(999_999),
    fc.string({ unit: 'binary', minLength: 1 }).filter((name) => name.trim() === name && name !== ''),
  );
  fc.assert(
    fc.property(fc.array(aPart, { minLength: 1, maxLength: 6 }), (path) => {
      expect(readPayloadPath(payloadPathText(path))).toEqual(path);
    }),
  );
});
