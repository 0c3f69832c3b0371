import { Logger } from '@nestjs/common';
import { MS_PER_MINUTE } from '../values/duration.js';

const AGAIN_AFTER_MS = MS_PER_MINUTE;
/** Failures that are remembered at once. */
const SAID_MAX = 1_000;

/** Logs a repeated failure once a minute at most: an unreachable database would otherwise fill the log. */
export class Complaints {
  private readonly logger: Logger;
  /** When each failure was logged. */
  private readonly saidAtMs = new Map<string, number>();

  constructor(of: string) {
    this.logger = new Logger(of);
  }

  /** @param about what is the same in all lines about one failure */
  warn(line: string, about = line): void {
    if (this.isNews(about)) this.logger.warn(line);
  }

  /** @param about what is the same in all lines about one failure */
  error(line: string, about = line): void {
    if (this.isNews(about)) this.logger.error(line);
  }

  /** Ends a series of failures, so that the next one is logged at once. */
  end(): void {
    this.saidAtMs.clear();
  }

  private isNews(about: string): boolean {
    const nowMs = performance.now();
    const saidAtMs = this.saidAtMs.get(about);
    if (saidAtMs !== undefined && nowMs - saidAtMs < AGAIN_AFTER_MS) return false;
    this.saidAtMs.delete(about);
    if (this.saidAtMs.size >= SAID_MAX) this.saidAtMs.delete(this.saidAtMs.keys().next().value!);
    this.saidAtMs.set(about, nowMs);
    return true;
  }
}
