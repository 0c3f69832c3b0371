import { Injectable } from '@nestjs/common';
import type { LedgerRow } from '../../events/event.js';
import { Outbound, type OutboundAnswer } from '../../platform/outbound/outbound.js';
import { Secrets } from '../../platform/outbound/secrets.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { type Attempt, attemptOf, neverSent } from '../attempt.js';
import type { TakenDelivery } from '../delivery-queue.store.js';
import { payloadOf, signedHeaders } from './webhook.js';
import { WebhookSecretStore } from './webhook.store.js';

const KEPT_BYTES = 1_024;

@Injectable()
export class WebhookPoster {
  constructor(
    private readonly outbound: Outbound,
    private readonly secrets: Secrets,
    private readonly store: WebhookSecretStore,
    private readonly time: TimeSource,
  ) {}

  /** Returns the present signing secrets by webhook id; an empty list if they cannot be decrypted. */
  async readSecrets(webhookIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const now = this.time.now();
    const found = await this.store.readMany(webhookIds);
    return new Map(
      found.map(({ webhookId, sealed, former, formerUntil }) => {
        const signing = [sealed, ...(former !== null && formerUntil! > now ? [former] : [])];
        return [webhookId, this.open(webhookId, signing)];
      }),
    );
  }

  /** @param event null if the ledger no longer has it */
  async send({ url, eventId }: TakenDelivery, event: LedgerRow | null, secrets: readonly string[]): Promise<Attempt> {
    const at = this.time.now();
    if (event === null) return neverSent('The event is no longer kept', at);
    if (secrets.length === 0) return neverSent('Its secret cannot be read with this SECRETS_KEY: rotate it', at);
    const body = payloadOf(event);
    const headers = {
      ...signedHeaders(eventId, at, body, secrets),
      'content-type': 'application/json',
      'user-agent': 'Touchline',
    };
    const begunMs = performance.now();
    const answer = await this.outbound.ask({ method: 'POST', url, headers, body, keptBytes: KEPT_BYTES });
    return attemptOf(answer, { problem: problemOf(answer), isFinal: false }, at, performance.now() - begunMs);
  }

  private open(webhookId: string, sealed: readonly Buffer[]): string[] {
    return sealed.flatMap((each) => {
      try {
        return [JSON.parse(this.secrets.open(each, `webhook ${webhookId}`)) as string];
      } catch {
        return [];
      }
    });
  }
}

function problemOf({ status, problem }: OutboundAnswer): string | null {
  if (status === null) return problem;
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) return `Answered ${status}: redirects are not followed`;
  return `Answered ${status}`;
}
