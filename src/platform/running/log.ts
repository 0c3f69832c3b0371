import { ConsoleLogger, type LogLevel as NestLogLevel } from '@nestjs/common';
import type { LogLevel } from './environment.js';

const NEST_LEVELS: readonly NestLogLevel[] = ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'];
/** The environment's names for the levels, at the same places as Nest's. */
export const LEVELS: readonly LogLevel[] = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'];
/** The framework's messages about its own setup, useful only for debugging it. */
const FRAMEWORK = new Set(['InstanceLoader', 'NestApplication', 'NestFactory', 'RouterExplorer', 'RoutesResolver']);

/** Writes one JSON object a line to standard output, from the configured level up. */
export class JsonLog extends ConsoleLogger {
  private readonly lines = new Map<NestLogLevel, number>();

  constructor(level: LogLevel) {
    super({ json: true, logLevels: NEST_LEVELS.slice(0, LEVELS.indexOf(level) + 1) });
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (FRAMEWORK.has(String(rest.at(-1)))) this.debug(message, ...rest);
    else super.log(message, ...rest);
  }

  /** Drops the framework's report of a failed start: the code that starts the program reports it once, in words. */
  override error(message: unknown, ...rest: unknown[]): void {
    if (rest.at(-1) !== 'NestApplication') super.error(message, ...rest);
  }

  /** Returns how many lines of a level have been written. */
  linesOf(level: LogLevel): number {
    return this.lines.get(NEST_LEVELS[LEVELS.indexOf(level)]!) ?? 0;
  }

  protected override printMessages(...given: Parameters<ConsoleLogger['printMessages']>): void {
    const [messages, , level = 'log'] = given;
    this.lines.set(level, (this.lines.get(level) ?? 0) + messages.length);
    super.printMessages(...given);
  }
}
