import { Logger } from '@nestjs/common';
import { MS_PER_MINUTE } from '../values/duration.js';
import { Allowance } from './allowance.js';

const onceAMinute = () => new Allowance(1, MS_PER_MINUTE);

/** Logs a repeated failure once a minute at most: an unreachable database would otherwise fill the log. */
export class Complaints {
  private readonly logger: Logger;
  private allowed = onceAMinute();

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
    this.allowed = onceAMinute();
  }

  private isNews(about: string): boolean {
    return this.allowed.take(about, performance.now()) === 0;
  }
}
