import { Logger } from '@nestjs/common';
import { MS_PER_MINUTE } from '../values/duration.js';

const AGAIN_AFTER_MS = MS_PER_MINUTE;

/** Logs a repeated failure once a minute at most: an unreachable database would otherwise fill the log. */
export class Complaints {
  private readonly logger: Logger;
  private latest: string | null = null;
  private latestAtMs = 0;

  constructor(of: string) {
    this.logger = new Logger(of);
  }

  warn(line: string): void {
    if (this.isNews(line)) this.logger.warn(line);
  }

  error(line: string): void {
    if (this.isNews(line)) this.logger.error(line);
  }

  /** Ends a series of failures, so that the next one is logged at once. */
  end(): void {
    this.latest = null;
  }

  private isNews(line: string): boolean {
    const nowMs = performance.now();
    if (line === this.latest && nowMs - this.latestAtMs < AGAIN_AFTER_MS) return false;
    this.latest = line;
    this.latestAtMs = nowMs;
    return true;
  }
}
