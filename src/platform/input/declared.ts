import { ValidateBy, type ValidationOptions, validateSync } from 'class-validator';

/*
 * What operators give a program, the environment and the options of a command, is declared as a class and checked by
 * class-validator. Requests have schemas instead (docs/adr/0118).
 */

/** Says what is wrong with a field. For a secret, it leaves out the value. */
type Saying = (name: string, value: string) => string;

/** @returns the messages of everything that is wrong, in the order of the fields; those that are not set are left out */
export function faultsOfDeclared(given: object): string[] {
  const errors = validateSync(given, { skipUndefinedProperties: true, stopAtFirstError: true });
  return errors.flatMap(({ property, value, contexts = {} }) =>
    Object.values<{ readonly says: Saying }>(contexts).map(({ says }) => says(property, value)),
  );
}

/**
 * Options of a decorator. What it says is kept apart from the message, in which class-validator would replace words
 * that a value may contain, such as `$property`; without any message it would keep nothing.
 */
export function saying(says: Saying): ValidationOptions {
  return { message: 'faulty', context: { says } };
}

/** Options of a decorator whose message begins with the field: `PORT must be …`. */
export function must(be: (value: string) => string): ValidationOptions {
  return saying((name, value) => `${name} must ${be(value)}`);
}

/** Decorates a field whose text must be one that `read` can read: it returns false or undefined for any other. */
export function Readable(read: (text: string) => unknown, be: (value: string) => string): PropertyDecorator {
  const validate = (text: string) => read(text) !== false && read(text) !== undefined;
  return ValidateBy({ name: 'readable', validator: { validate } }, must(be));
}
