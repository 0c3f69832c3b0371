/** What an answer holds, or an event, or the document of the API: tests look into values of every shape. */
// biome-ignore lint/suspicious/noExplicitAny: naming every shape would be to write the schemas a second time
export type Json = any;
