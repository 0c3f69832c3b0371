import { Injectable } from '@nestjs/common';
import { DirectoryService } from '../../directory/directory.service.js';
import { fault } from '../../platform/input/fault.js';
import { NotFoundError, refuse } from '../../platform/input/refusal.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { newId } from '../../platform/values/ids.js';
import { canaryOf } from '../dispatch/canary.js';
import type { OutgoingRequest } from '../dispatch/outgoing.js';
import { type Json, writeJson } from '../platforms/json-text.js';
import { platformOf, transportOf } from '../platforms.js';
import type { RequestJudgement } from '../posting/answer.js';
import { judgeAddress, shortText } from '../posting/posted.js';
import { Poster } from '../posting/poster.service.js';
import type { Destination } from './destination.js';
import { DestinationStore } from './destination.store.js';
import type { TestVerdict } from './destination-tools.schema.js';

/** The result of a test, without the request. */
interface Tried {
  readonly posted: boolean;
  readonly why: string | null;
  readonly verdict: TestVerdict | null;
  readonly code: string | null;
  readonly answer: Json;
}

/** Tests an account with one made-up conversion that counts nowhere. */
@Injectable()
export class DestinationTestService {
  constructor(
    private readonly destinations: DestinationStore,
    private readonly directories: DirectoryService,
    private readonly poster: Poster,
    private readonly time: TimeSource,
  ) {}

  /** @returns JSON text, because bodies have numbers of more digits than a JavaScript number */
  async test(id: string, code: string | null): Promise<string> {
    const destination = await this.destinations.find(id);
    if (destination === undefined) throw new NotFoundError('destination', id);
    refuseNeedless(code, destination);
    const { content } = await this.directories.now();
    const now = this.time.now();
    const real = canaryOf(destination, content.settings, now, newId(now));
    if (real === null)
      return answerOf(
        null,
        notPosted('There is no request: no rule sends an event, or conversions are sent in files.'),
      );
    const { testMode, asTest } = platformOf(destination.platform).posting;
    const isTest = testMode === 'flag' || (testMode === 'code' && code !== null);
    const request = isTest ? { ...real, body: asTest(real.body, code ?? '') } : real;
    const objection = this.objectionTo(destination, code);
    return answerOf(request, objection === null ? await this.post(destination, request) : notPosted(objection));
  }

  /** Returns why nothing is posted, or null if the test counts nowhere. */
  private objectionTo({ platform, credentialsSetAt }: Destination, code: string | null): string | null {
    const { words, posting } = platformOf(platform);
    if (credentialsSetAt === null) return 'The destination has no credentials: post the request yourself.';
    if (posting.testMode === 'none') return `${words} has no test mode: what is posted would count.`;
    if (posting.testMode === 'code' && code === null)
      return `Without "testEventCode", which ${words} shows for test events, it would count.`;
    return null;
  }

  private async post(destination: Destination, request: OutgoingRequest): Promise<Tried> {
    const { platform, settings } = destination;
    this.poster.forget(destination.id);
    const admitted = await this.poster.admit(destination);
    if (admitted.is === 'busy') return { ...notPosted('No token was given just now: try again.'), verdict: 'busy' };
    if (admitted.is === 'broken')
      return { ...notPosted(`Nothing was posted: ${admitted.why}.`), verdict: 'accountBroken' };
    const objection = this.poster.objectionTo(request.url);
    if (objection !== null) return { ...notPosted(`Nothing was posted: ${objection}.`), verdict: 'accountBroken' };
    const answer = await this.poster.post(
      request.url,
      { ...request.headers, ...admitted.headers },
      writeJson(request.body),
    );
    const { status, body, message } = answer;
    const judgement =
      judgeAddress(answer) ?? transportOf(platform, settings, 'conversion').judge({ status, body, deliveries: 1 });
    const requestId = platformOf(platform).posting.requestIdOf(answer);
    return { posted: true, why: null, ...meaningOf(judgement), answer: { status, message, requestId } };
  }
}

/** @throws InvalidRequestError if the platform has no codes for test events */
function refuseNeedless(code: string | null, { platform }: Destination): void {
  const { words, posting } = platformOf(platform);
  if (code === null || posting.testMode === 'code') return;
  const message = `${words} shows no code for test events: leave it out.`;
  refuse(fault('/testEventCode', 'contradiction', message));
}

function notPosted(why: string): Tried {
  return { posted: false, why, verdict: null, code: null, answer: null };
}

function meaningOf(judgement: RequestJudgement): Pick<Tried, 'verdict' | 'code'> {
  const failure = judgement.of === 'all' ? judgement : judgement.failed.get(0);
  if (failure === undefined) return { verdict: 'taken', code: null };
  const { is } = failure.verdict;
  const verdict = is === 'later' ? 'busy' : is === 'accountBroken' ? 'accountBroken' : 'refused';
  return { verdict, code: shortText(failure.code) };
}

function answerOf(request: OutgoingRequest | null, tried: Tried): string {
  const ready: Json =
    request === null ? null : { method: 'POST', url: request.url, headers: { ...request.headers }, body: request.body };
  return writeJson({ ...tried, request: ready });
}
