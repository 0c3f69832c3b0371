import type { Readable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Static, Type } from '@sinclair/typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ForbiddenError } from '../../auth/auth.errors.js';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import { type Caller, may } from '../../auth/scope.js';
import type { Directory } from '../../directory/directory.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { NoOwnInboxError } from '../../people/rep.errors.js';
import { CheckedQuery, IdParam } from '../../platform/http/checked-input.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { NotFoundError } from '../../platform/input/refusal.js';
import { flag, object } from '../../platform/input/schema.js';
import { InboxHub } from './inbox-hub.service.js';
import { STREAM_HEADERS, StreamConnections } from './stream-connections.service.js';
import { type WatchedReps, type WatchRequest, watchedBy } from './watched.js';

const InboxQuery = object({
  after: Type.Optional(
    Type.String({
      maxLength: 200,
      description: 'The last `id` that was received, to continue from. `Last-Event-ID` takes precedence.',
    }),
  ),
});
type InboxQuery = Static<typeof InboxQuery>;

const OwnInboxQuery = object({
  ...InboxQuery.properties,
  below: Type.Optional(
    flag(
      false,
      'With the scope `manager`: also the inboxes of all reps below, in the one stream. `repId` says whose row it is.',
    ),
  ),
});
type OwnInboxQuery = Static<typeof OwnInboxQuery>;

const MESSAGES =
  'Server-sent events, each with JSON as its `data`. `reset {}`: discard what you show, and every `id` before that of this message; all rows follow. A stream begins with it, unless it continues from an `id` that is not far behind; earlier notifications are read from their list. `inbox.put { row, seq, repId }`: a lead that is in the inbox, complete, as the inbox returns it; it replaces what you have of the lead, unless that has a higher `seq`. `repId` is the rep whose inbox it is in, null while it may be claimed. `inbox.gone { leadId, seq, repId, reason }`: the lead is no longer there; `repId` is the rep whose inbox it was in, null if it was offered, and `reason` explains in a sentence what happened to it, null if it was gone before. `notification`: a notification of the rep, as their list returns it. `beat { serverTime }`: first of all, and every 15 seconds. A client that reconnects with the last `id`, as `Last-Event-ID` or `after`, misses nothing, and may receive something twice. A client that reads nothing of what waits for it between two beats is disconnected, and so is one whose key ends, within a second.';

@ApiTags('Inbox')
@Controller('v1')
export class InboxStreamsController {
  constructor(
    private readonly hub: InboxHub,
    private readonly connections: StreamConnections,
    private readonly directories: DirectoryService,
  ) {}

  @Get('reps/:id/stream')
  @Scopes('read', 'rep', 'manager')
  @Operation('streamInbox', 'Listen to the inbox of a rep', { description: MESSAGES })
  @Answers(200, 'A stream that does not end.', undefined, { textTypes: ['text/event-stream'] })
  streamOfRep(
    @IdParam('rep') id: string,
    @CheckedQuery(InboxQuery) query: InboxQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    return this.stream({ of: 'rep', id }, query, request, reply);
  }

  @Get('teams/:id/stream')
  @Scopes('read', 'manager')
  @Operation('streamTeam', 'Listen to the inboxes of a team', {
    description: `The inboxes of all reps in the team and below them, as far as the key may see them; \`notification\` is a notification of the manager whose key it is. ${MESSAGES}`,
  })
  @Answers(200, 'A stream that does not end.', undefined, { textTypes: ['text/event-stream'] })
  streamOfTeam(
    @IdParam('team') id: string,
    @CheckedQuery(InboxQuery) query: InboxQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    return this.stream({ of: 'team', id }, query, request, reply);
  }

  @Get('me/stream')
  @Scopes('rep', 'manager')
  @Operation('streamOwnInbox', 'Listen to one’s own inbox', {
    description: `The inbox of the rep of the key or session, as by \`GET /v1/reps/{id}/stream\`. ${MESSAGES}`,
    refuses: ['not-found'],
  })
  @Answers(200, 'A stream that does not end.', undefined, { textTypes: ['text/event-stream'] })
  streamOwn(
    @CheckedQuery(OwnInboxQuery) { below = false, ...query }: OwnInboxQuery,
    @CalledBy() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    if (below && !may(caller, 'manager'))
      throw new ForbiddenError('The inboxes of reps below are for the scope manager: leave `below` out.');
    if (caller.repId === null) throw new NoOwnInboxError('/v1/reps/{id}/stream');
    return this.stream({ of: below ? 'line' : 'rep', id: caller.repId }, query, request, reply);
  }

  private async stream(
    wanted: WatchRequest,
    query: InboxQuery,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<Readable> {
    const { after, of, caller } = this.connections.open(request, query.after);
    let known: { readonly directory: Directory; readonly by: Caller; readonly watched: WatchedReps | null } | null =
      null;
    const watch = async (): Promise<WatchedReps | null> => {
      const by = await caller();
      if (by === null) return null;
      const directory = await this.directories.now();
      // A user may get other scopes, or be another rep, without any change of configuration.
      if (known === null || known.directory !== directory || !isDeepStrictEqual(known.by, by))
        known = { directory, by, watched: watchedBy(by, wanted, directory) };
      return known.watched;
    };
    const watched = await watch();
    if (watched === null) throw new NotFoundError(wanted.of === 'team' ? 'team' : 'rep', wanted.id);
    const stream = await this.hub.listen(watched, after, { of, watch });
    reply.headers(STREAM_HEADERS);
    return stream;
  }
}
