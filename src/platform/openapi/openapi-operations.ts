import { NOT_KEPT, REFUSES } from '../http/operation.js';
import type { DocumentedOperation, Parameter, Response } from './openapi-document.js';
import type { ProblemResponses } from './openapi-problems.js';

/** What the descriptions of operations are generated from, besides their own. */
interface OperationContext {
  readonly problems: ProblemResponses;
  /** All scopes that exist. */
  readonly scopes: readonly string[];
}

const IDEMPOTENCY_KEY: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'A key of your choice. If the same request (URL with query, and body) is sent again with it within 24 hours, it is not carried out again and gets the first answer.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]+$', maxLength: 255, examples: ['form-1-touch-1'] },
};
export const REPLAYED = {
  'Idempotent-Replayed': {
    description: '`true` if this is the stored answer to an earlier request with this `Idempotency-Key`.',
    schema: { type: 'string', enum: ['true'] },
  },
};
/**
 * Adds to an operation what follows from its parameters and from who may call it: scopes, headers and problems.
 * @throws Error if it refuses with a problem that is not in docs/problems.md
 */
export function describedOperation(
  method: string,
  operation: DocumentedOperation,
  known: OperationContext,
): DocumentedOperation {
  const { [REFUSES]: refuses = [], [NOT_KEPT]: isNotKept, ...rest } = operation;
  const isKept = method === 'post' && needsKey(operation) && isNotKept !== true;
  const parameters = [...(rest.parameters ?? []), ...(isKept ? [IDEMPOTENCY_KEY] : [])];
  const codes = [...refuses, ...problemsThatFollow({ ...rest, parameters }, known.scopes.length)];
  return {
    ...rest,
    description: [rest.description, whoMay(rest, known.scopes.length)].filter(Boolean).join('\n\n'),
    parameters,
    responses: {
      ...Object.fromEntries(
        Object.entries(rest.responses).map(([status, response]) => [status, isKept ? replayable(response) : response]),
      ),
      ...known.problems.of(codes, rest.responses),
    },
  };
}

function needsKey({ security }: DocumentedOperation): boolean {
  return security === undefined;
}

function whoMay({ 'x-scopes': scopes = [], ...operation }: DocumentedOperation, scopesInAll: number): string {
  if (!needsKey(operation as DocumentedOperation)) return '**No key needed.**';
  if (scopes.length === scopesInAll) return '**Any key.**';
  return `**Key with one of these scopes:** ${scopes.map((scope) => `\`${scope}\``).join(', ')}`;
}

function replayable(response: Response): Response {
  return { ...response, headers: { ...response.headers, ...REPLAYED } };
}

/** Derives problems from what an operation takes: a body may be malformed, an id unknown, a version stale. */
function problemsThatFollow(operation: DocumentedOperation, scopesInAll: number): string[] {
  const { parameters = [], requestBody } = operation;
  const has = (place: Parameter['in'], name?: string) =>
    parameters.some((each) => each.in === place && (name === undefined || each.name === name));
  const isKept = has('header', IDEMPOTENCY_KEY.name);
  const when = (holds: boolean, ...codes: string[]) => (holds ? codes : []);
  return [
    'malformed-request',
    ...when(needsKey(operation), 'unauthenticated', 'too-many-attempts'),
    ...when(needsKey(operation) && (operation['x-scopes'] ?? []).length < scopesInAll, 'forbidden'),
    // What the first request created may be deleted by the time the request is sent again.
    ...when(has('path') || isKept, 'not-found'),
    ...when(isKept, 'still-in-flight'),
    ...when(has('header', 'If-Match'), 'stale'),
    ...when(requestBody !== undefined, 'too-large'),
    // Every route refuses parameters that it does not know.
    ...when(needsKey(operation), 'invalid-request'),
    'internal',
    ...when(needsKey(operation), 'overload', 'unavailable', 'disk-full'),
  ];
}
