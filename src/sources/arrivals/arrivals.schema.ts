import { type Static, Type } from '@sinclair/typebox';
import { PageQuery } from '../../platform/http/page.js';
import {
  id,
  instant,
  nullable,
  object,
  objectSchema,
  oneOf,
  optionalId,
  optionalOneOf,
  optionalText,
  pageOf,
} from '../../platform/input/schema.js';
import { LEAD_SCHEMAS } from '../../vocabulary/lead-fields.js';
import { PayloadMapSchema } from '../maps/payload-map.schema.js';
import { ARRIVAL_STATES, WHY_NOT_TAKEN, type WhyNotTaken } from './arrival.js';

export const TakenSchema = objectSchema('Taken', 'What was sent is stored.', {
  id: Type.Optional(
    id(
      'The id of what arrived. Products that tell of several leads at once are told none, and neither is who sends something again.',
    ),
  ),
});

export const SignedChallengeSchema = objectSchema('SignedChallenge', 'The code of LinkedIn, signed.', {
  challengeCode: Type.String({ description: 'The code.' }),
  challengeResponse: Type.String({ description: 'Its HMAC by the client secret, in hexadecimal digits.' }),
});

/** Names of Meta's, and of LinkedIn's. */
export const HandshakeQuery = object({
  'hub.mode': optionalText(100, '`subscribe`.'),
  'hub.verify_token': optionalText(1_000, 'The verify token of the connection.'),
  'hub.challenge': optionalText(1_000, 'What the answer repeats.'),
  challengeCode: optionalText(100, 'The code that LinkedIn wants to have signed: a UUID.'),
  applicationId: optionalText(100, 'The app at LinkedIn.'),
});
export type Handshake = Static<typeof HandshakeQuery>;

export const ArrivalQuery = object({
  ...PageQuery,
  state: optionalOneOf(ARRIVAL_STATES, { description: 'Only those in this state.' }),
  inboundId: optionalId('Only those of this connection.'),
});
export type ArrivalQuery = Static<typeof ArrivalQuery>;

const LISTED = {
  id: id('The id. The lead that it became has the same, unless it joined another one.'),
  inboundId: id('The connection at whose address it arrived.'),
  receivedAt: instant('When it arrived.'),
  state: oneOf(ARRIVAL_STATES, {
    description:
      '`accepted`: it is a lead, or joined one, or did what it was for (`sample`, `told`); `waiting`: it is about to be, or `reason` says what it waits for; `rejected`: it is no lead.',
  }),
  reason: nullable(
    oneOf(Object.keys(WHY_NOT_TAKEN) as WhyNotTaken[], { description: 'The code of the reason.' }),
    'Why it is no lead; null if it is one, is about to be, or was erased.',
  ),
  why: nullable(Type.String(), 'The same in words.'),
  issues: Type.Array(Type.String(), {
    description: 'What of it could not be read as it was meant, as `issues` of leads.',
  }),
  leadId: nullable(id(), 'The lead that it became or joined; null for none.'),
};

export const ArrivalPage = pageOf(objectSchema('Arrival', 'What arrived at a connection: a submission.', LISTED));
const ReplayedSchema = objectSchema('ReplayedArrival', 'What arrived, and what became of it.', LISTED);

export { ReplayedSchema };

export const WholeArrivalSchema = objectSchema('WholeArrival', 'What arrived, as it came.', {
  ...LISTED,
  request: nullable(
    object({
      method: Type.String({ description: 'Its method.' }),
      headers: Type.Record(Type.String(), Type.String(), { description: 'Headers that say what it is and prove it.' }),
      body: Type.String({ description: 'Its body: as text, or in base64 if it is none.' }),
      encoding: oneOf(['utf8', 'base64'], { description: 'How the body is written.' }),
    }),
    'The request; null if it was erased, or cannot be read with this SECRETS_KEY.',
  ),
});

export const TryBody = object({
  payload: Type.Unknown({ description: 'What would arrive: JSON, or the fields of a form.' }),
  map: Type.Optional(PayloadMapSchema),
});
export type TryBody = Static<typeof TryBody>;

const { test: _test, ...LEAD } = LEAD_SCHEMAS;
export const TriedSchema = objectSchema('TriedSubmission', 'The lead that something would be.', {
  lead: object(
    { ...LEAD, test: Type.Boolean({ description: 'Whether it would be a test lead.' }) },
    { description: 'As `POST /v1/leads` takes it.' },
  ),
  issues: Type.Array(Type.String(), { description: 'What of it cannot be read as it is meant.' }),
  failures: Type.Record(Type.String(), Type.String(), {
    description: 'Why an expression of the map has no value, by field.',
  }),
  reason: nullable(
    oneOf(['noContact'], { description: 'The code of the reason.' }),
    'Why it would be no lead; null if it would be one.',
  ),
  why: nullable(Type.String(), 'The same in words.'),
});

/** How subject access lists what arrived from a person. */
export const HELD_ARRIVALS = {
  section: 'submissions',
  schema: Type.Array(
    object(
      {
        id: id('What arrived. `GET /v1/inbound/arrivals/{id}` shows it as it came.'),
        inboundId: id('The connection at whose address it arrived.'),
        receivedAt: instant('When it arrived.'),
        leadId: nullable(id(), 'The lead that it became or joined; null for none.'),
      },
      { description: 'What arrived at a connection.' },
    ),
    { description: 'What arrived from the person at connections, and is stored as it came.' },
  ),
};
