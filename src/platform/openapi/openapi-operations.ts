import { NOT_KEPT, REFUSES } from '../operation.js';
import type { DocumentedOperation, Parameter, Response } from './openapi-document.js';
import type { ProblemResponses } from './openapi-problems.js';

/** What operations are described by, beside their own words. */
export interface OperationContext {
  readonly problems: ProblemResponses;
  /** All that there are. */
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
 * An operation with all that follows from what it takes and who may ask: its scopes, headers and problems.
 * @throws Error when it refuses with a problem that docs/problems.md does not know
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

/** What can be refused follows from what is taken: a body may be malformed, an id unknown, a version stale. */
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
    // What a request had made may be deleted by the time it is sent again.
    ...when(has('path') || isKept, 'not-found'),
    ...when(isKept, 'still-in-flight'),
    ...when(has('header', 'If-Match'), 'stale'),
    ...when(requestBody !== undefined, 'too-large'),
    // A parameter that a route does not take is refused by every one.
    ...when(needsKey(operation), 'invalid-request'),
    'internal',
    ...when(needsKey(operation), 'overload', 'unavailable', 'disk-full'),
  ];
}
