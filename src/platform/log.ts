import { ConsoleLogger, type LogLevel as NestLogLevel } from '@nestjs/common';
import type { LogLevel } from './environment.js';

const NEST_LEVELS: readonly NestLogLevel[] = ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'];
/** By what the environment calls them, each at the place of Nest's. */
export const LEVELS: readonly LogLevel[] = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'];
/** The framework telling how it puts itself together: of interest only to whoever debugs that. */
const FRAMEWORK = new Set(['InstanceLoader', 'NestApplication', 'NestFactory', 'RouterExplorer', 'RoutesResolver']);

/** One JSON object a line on standard output, from the level that the environment names. */
export class JsonLog extends ConsoleLogger {
  private readonly lines = new Map<NestLogLevel, number>();

  constructor(level: LogLevel) {
    super({ json: true, logLevels: NEST_LEVELS.slice(0, LEVELS.indexOf(level) + 1) });
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (FRAMEWORK.has(String(rest.at(-1)))) this.debug(message, ...rest);
    else super.log(message, ...rest);
  }

  /** What the framework could not start is said once, in words, by the one who started it. */
  override error(message: unknown, ...rest: unknown[]): void {
    if (rest.at(-1) !== 'NestApplication') super.error(message, ...rest);
  }

  /** How many lines of a level have been written. */
  linesOf(level: LogLevel): number {
    return this.lines.get(NEST_LEVELS[LEVELS.indexOf(level)]!) ?? 0;
  }

  protected override printMessages(...given: Parameters<ConsoleLogger['printMessages']>): void {
    const [messages, , level = 'log'] = given;
    this.lines.set(level, (this.lines.get(level) ?? 0) + messages.length);
    super.printMessages(...given);
  }
}
