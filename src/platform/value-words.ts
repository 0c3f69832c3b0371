/** What was sent, without repeating it. */
export function givenWords(data: unknown): string {
  if (data === null) return 'null';
  if (Array.isArray(data)) return 'a list';
  // Only of numbers and booleans: an object may bring a `toString` of its own that is none.
  switch (typeof data) {
    case 'string':
      return 'text';
    case 'number':
      return `the number ${data}`;
    case 'boolean':
      return String(data);
    default:
      return 'an object';
  }
}

export function counted(count: number, one: string, many: string): string {
  return count === 1 ? `1 ${one}` : `${count} ${many}`;
}

/** @param type of JSON schema */
export function typeWords(type: string | string[]): string {
  const words: Record<string, string> = {
    string: 'text',
    number: 'a number',
    integer: 'a whole number',
    boolean: 'true or false',
    object: 'an object',
    array: 'a list',
    null: 'null',
  };
  return [type]
    .flat()
    .map((each) => words[each] ?? each)
    .join(' or ');
}

/** What is right, without what it means. */
export function firstSentence(described: string | undefined): string | undefined {
  const [first] = described?.split(/\.(?:\s|$)/, 1) ?? [];
  return first && `${first[0]!.toLowerCase()}${first.slice(1)}`;
}
