import { isList, type JsonObject } from '../schema/json-schema.js';

/** Whether a destination sends nothing because it has no rules. */
export const isSilent = ({ rules = [] }: JsonObject): boolean => isList(rules) && rules.length === 0;
