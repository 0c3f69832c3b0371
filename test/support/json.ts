/** Any JSON in answers, events or the API document: tests read values of every shape. */
// biome-ignore lint/suspicious/noExplicitAny: naming every shape would be to write the schemas a second time
export type Json = any;
