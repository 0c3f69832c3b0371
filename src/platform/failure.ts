import { DiskFullError } from './disk.js';
import { Refusal } from './refusal.js';

/** Postgres's codes for values that it cannot take. */
const BAD_VALUE = /^22[0-9A-Z]{3}$/;

/**
 * What the log may hold of a failure. Never Postgres's `detail`, which quotes the row with the person in it, nor what
 * was said of a value: that quotes the value.
 */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return 'A value that is no error was thrown';
  if (error instanceof DiskFullError) return `${error.told}\n${describeFailure(error.cause)}`;
  if (error instanceof Refusal) return error.message;
  const { code, constraint } = error as { code?: string; constraint?: string };
  const told = quotes(error) ? [error.name, ...framesOf(error)].join('\n') : (error.stack ?? error.message);
  return [told, code && `code ${code}`, constraint && `constraint ${constraint}`].filter(Boolean).join('\n');
}

/** The same in one line. */
export function whyOf(error: unknown): string {
  return error instanceof Error && !quotes(error) ? error.message : whereOf(error);
}

/** In one line, where its words may hold what a person typed: what kind of error it is, and where it happened. */
export function whereOf(error: unknown): string {
  if (!(error instanceof Error)) return 'something that is no error was thrown';
  return [error.name, framesOf(error)[0]?.trim()].filter(Boolean).join(' ');
}

/** Whether its words quote a value that was sent. */
function quotes(error: Error): boolean {
  return error instanceof SyntaxError || BAD_VALUE.test((error as { code?: string }).code ?? '');
}

function framesOf({ stack = '' }: Error): string[] {
  return stack.split('\n').filter((line) => /^\s+at /.test(line));
}
