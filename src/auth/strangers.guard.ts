import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problemOf, sendProblem } from '../platform/http/problem.filter.js';
import { OverloadError } from '../platform/input/refusal.js';
import { networkOf } from '../platform/strangers/network.js';
import type { StrangersLine } from '../platform/strangers/strangers-line.js';
import { MS_PER_SECOND } from '../platform/values/duration.js';
import { admittedBy, type CalledRequest } from './auth.guard.js';
import { AuthService } from './auth.service.js';

/** Time in which a sender without a key has to take some of what it is sent. */
const UNREAD_MS = 10 * MS_PER_SECOND;
const FULL = new OverloadError('Too many requests without a known key are waiting. Try again in a moment.');

type WaitingRequest = CalledRequest & { hasTurn?: boolean };

/**
 * Lets each request wait in the line of strangers until its caller is known, before anything else is done with it. A key
 * or session that this node has identified within the last minute passes. Whoever has a link or is a CRM that a door
 * admits waits under that name, everybody else under their source.
 * @param unreadMs after this, a stranger who takes nothing of an answer is cut off
 */
export function queueStrangers(app: NestFastifyApplication, line: StrangersLine, unreadMs = UNREAD_MS): void {
  const auth = app.get(AuthService);
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const leave = (request: WaitingRequest) => {
    if (request.hasTurn !== true) return;
    request.hasTurn = false;
    line.leave();
  };
  fastify.addHook('onRequest', (request: WaitingRequest, reply, done) => {
    if (auth.lately(request) !== null) return done();
    const wait = (name: string) =>
      line.enter(name, {
        isGone: () => request.socket.destroyed,
        goOn: () => {
          request.hasTurn = true;
          done();
        },
        turnAway: () => turnAway(request, reply),
      });
    const name = auth.nameOf(request) ?? networkOf(request.ip);
    const admitted = admittedBy(app, request);
    if (admitted === undefined) wait(name);
    else
      void admitted
        .then(
          (known) => (typeof known === 'string' ? known : name),
          () => name,
        )
        .then(wait);
  });
  fastify.addHook('preParsing', (request: WaitingRequest, _reply, payload, done) => {
    leave(request);
    done(null, payload);
  });
  fastify.addHook('onSend', (request: WaitingRequest, _reply, answer, done) => {
    leave(request);
    if (request.caller === undefined) request.socket.setTimeout(unreadMs);
    done(null, answer);
  });
}

/** Closes the connection too, so that a sender who has many begins anew. */
function turnAway({ url }: FastifyRequest, reply: FastifyReply): void {
  sendProblem(reply.header('connection', 'close'), problemOf(FULL, url.split('?')[0]!));
}
