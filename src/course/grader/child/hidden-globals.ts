/** Where vitest's runner and `expect` keep what they share; the build puts this in the place of their `globalThis`. */
export const hiddenGlobals: typeof globalThis = Object.create(globalThis) as typeof globalThis

// Theirs alone: a learner's code finds none.
hiddenGlobals.AbortController = globalThis.AbortController
