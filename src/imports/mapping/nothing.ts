/** What forms and tools write where nothing was chosen or typed. */
const NOTHING =
  /^(?:[-–—.?]+|n ?\/ ?a|#n\/a|null|undefined|\(blank\)|\(empty\)|-+ ?none ?-+|(?:please )?select(?: one)?(?:\.{3})?|bitte w[äa]hlen|-+ ?select ?-+)$/i;

export function isNothing(text: string): boolean {
  const trimmed = text.trim();
  return trimmed === '' || NOTHING.test(trimmed);
}
