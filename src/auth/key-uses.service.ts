import { Injectable, OnApplicationShutdown } from '@nestjs/common';
import { type Instant, MS_PER_SECOND } from '../platform/values/duration.js';
import { ApiKeyStore } from './api-key.store.js';

const WRITTEN_EVERY_MS = 30 * MS_PER_SECOND;

/** Notes when keys were last used, in one write for all keys: a write per request would cost more than the request. */
@Injectable()
export class KeyUses implements OnApplicationShutdown {
  private uses = new Map<string, Instant>();
  private sinceMs = performance.now();

  constructor(private readonly store: ApiKeyStore) {}

  note(keyId: string, now: Instant): void {
    const isNew = !this.uses.has(keyId);
    this.uses.set(keyId, now);
    if (isNew || this.isOver) void this.write().catch(() => undefined);
  }

  async onApplicationShutdown(): Promise<void> {
    // The database may be gone already; a missing last use is no reason to fail a shutdown.
    await this.write().catch(() => undefined);
  }

  private get isOver(): boolean {
    return performance.now() - this.sinceMs > WRITTEN_EVERY_MS;
  }

  private async write(): Promise<void> {
    if (this.uses.size === 0) return;
    const uses = new Map(this.uses);
    if (this.isOver) {
      this.uses = new Map();
      this.sinceMs = performance.now();
    }
    await this.store.markUsedMany(uses);
  }
}
