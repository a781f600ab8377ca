/** How the code of a lesson becomes a function: one place for the build that checks it and the notebook that runs it. */

/** What the code calls around the expression of an answer or a figure; it keeps the expression an expression. */
export const valueFunction = '$value'

/**
 * The body of a function that returns the running lesson. Its first line is ours, so compile it with a line offset
 * of -1. The inner function lets a cell declare a name that the scope has too.
 */
export function programText(code: string): string {
  return `return (function* () { 'use strict';\n${code}\n})()`
}
