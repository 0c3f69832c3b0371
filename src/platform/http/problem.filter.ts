import { ArgumentsHost, Catch, ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '../input/problem.schema.js';
import { Refusal, RefusalKind } from '../input/refusal.js';
import { Complaints } from '../running/complaints.js';
import { Disk } from '../running/disk.js';
import { describeFailure, whyOf } from '../running/failure.js';
import { isUnavailable } from '../sql/database.js';

const STATUS: Readonly<Record<RefusalKind, number>> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  method: 405,
  conflict: 409,
  stale: 412,
  tooLarge: 413,
  invalid: 422,
  tooMany: 429,
  overload: 503,
  noSpace: 507,
};

/** Answers every failure as RFC 9457 problem details. No other code knows statuses. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');
  private readonly complaints = new Complaints('http');

  constructor(private readonly disk: Disk) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const explained = this.disk.explained(error);
    const problem = problemOf(explained, request.url.split('?')[0]!);
    if (problem.status >= 500) this.log(request, problem, explained);
    if (reply.sent || reply.raw.headersSent) {
      // A stream broke off in the middle: cutting the connection is the only way left to report it.
      reply.raw.destroy();
      return;
    }
    // If the connection were closed, a client that is still sending would see a reset and lose the answer. The rest of
    // the body is read and dropped.
    if (!request.raw.complete) reply.removeHeader('connection');
    if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
    sendProblem(reply, problem);
  }

  problemOf(error: unknown, instance: string): Problem {
    return problemOf(this.disk.explained(error), instance);
  }

  /**
   * Logs answers that are not the request's fault. It names only the route, because the address may name
   * a person.
   */
  private log({ id, method, routeOptions }: FastifyRequest, { status, type }: Problem, error: unknown): void {
    const route = `${method} ${routeOptions.url ?? 'no route'}`;
    const code = type.split('#')[1]!;
    const line = `${status} ${code}, request ${id}, ${route}`;
    // The cause of a 503 is known: the database is out of reach, or too much is asked. A stack would say no more, and
    // neither would a line for each of them.
    if (status === 503) this.complaints.warn(`${line}: ${whyOf(error)}`, `${code} ${route} ${whyOf(error)}`);
    else this.logger.error(`${line}: ${describeFailure(error)}`);
  }
}

/** Answers with a problem, and when to ask again if that may help. */
export function sendProblem(reply: FastifyReply, problem: Problem): void {
  const { status, retryAfterSeconds } = problem;
  if (status === 503 || status === 429 || retryAfterSeconds !== undefined)
    reply.header('retry-after', String(retryAfterSeconds ?? 1));
  reply.status(status).type('application/problem+json').send(JSON.stringify(problem));
}

/** Converts a failure to the problem of the API's contract. @param instance the path of the request */
export function problemOf(error: unknown, instance: string): Problem {
  if (error instanceof Refusal) {
    return {
      type: `/problems#${error.code}`,
      title: error.title,
      status: STATUS[error.kind],
      detail: error.message,
      instance,
      ...error.facts,
      ...(error.errors && { errors: error.errors }),
      ...(error.retryAfterSeconds && { retryAfterSeconds: error.retryAfterSeconds }),
    };
  }
  const { status, code } = classify(error);
  const [title, detail] = WORDS[code];
  return { type: `/problems#${code}`, title, status, detail, instance };
}

const WORDS = {
  'malformed-request': ['The request cannot be read', 'The body must be well-formed JSON, sent as application/json.'],
  'not-found': ['Not found', 'There is nothing at this address.'],
  'too-large': ['The request is too large', 'The body is larger than this address takes.'],
  unavailable: [
    'The database cannot be reached just now',
    'Try again in a moment, best with an Idempotency-Key or an external id: an answer that got lost may have been a yes.',
  ],
  internal: [
    'Something went wrong here',
    'Nothing was changed. The log of the server holds the cause, under the id in the header X-Request-Id.',
  ],
} as const;

function classify(error: unknown): { status: number; code: keyof typeof WORDS } {
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  const status = error instanceof HttpException ? error.getStatus() : Number(statusCode);
  if (status === 404) return { status, code: 'not-found' };
  if (status === 413) return { status, code: 'too-large' };
  // Fastify answers 415 to a content type that it has no parser for; the contract calls both malformed.
  if (status >= 400 && status < 500) return { status: 400, code: 'malformed-request' };
  if (isUnavailable(error)) return { status: 503, code: 'unavailable' };
  return { status: 500, code: 'internal' };
}
