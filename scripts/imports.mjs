// Which files of the project a source imports.
import { posix } from 'node:path';

const IMPORT = /(?:\bfrom|^import|\bimport\() ?'(\.[^']+\.m?js)'/gm;

/** @param {string} path from the root. @param {string} text its content. @returns {string[]} paths from the root */
export function importedBy(path, text) {
  return [...text.matchAll(IMPORT)].map(([, from]) => targetOf(path, from));
}

/** @returns {string} the path of a source that another one imports */
export function targetOf(path, from) {
  return posix.normalize(posix.join(posix.dirname(path), from)).replace(/\.js$/, '.ts');
}
