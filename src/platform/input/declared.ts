import { type ValidationArguments, type ValidationOptions, validateSync } from 'class-validator';

/*
 * What operators give a program, the environment and the options of a command, is declared as a class and checked by
 * class-validator. Requests have schemas instead (docs/adr/0118).
 */

/** @returns the messages of everything that is wrong, in the order of the fields; those that are not set are left out */
export function faultsOfDeclared(given: object): string[] {
  const errors = validateSync(given, { skipUndefinedProperties: true, stopAtFirstError: true });
  return errors.flatMap(({ constraints = {} }) => Object.values(constraints));
}

/** Options of a decorator whose message begins with the field: `PORT must be …`. For a secret, leave out its value. */
export function must(be: (text: string) => string): ValidationOptions {
  return { message: ({ property, value }: ValidationArguments) => `${property} must ${be(value)}` };
}
