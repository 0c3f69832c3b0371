/** `earlierOwner`, `earlier_owner` → `earlier owner` */
export function spelledOut(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])|_/g, '$1 $2')
    .toLowerCase()
    .trim();
}

/** `decisionMaker` → `Decision maker` */
export function titled(name: string): string {
  const words = spelledOut(name);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A sentence of the API without the marks that it has for programmers. */
export const plain = (sentence: string): string => sentence.replaceAll('`', '');
