/** `kmalloc-course/check`: what the check of an exercise may use beside vitest. */
export { attempt, type AttemptOptions } from './attempt.ts'
export { figures, type PlannedSlab } from './figures.ts'
export { hex } from './hex.ts'
export { preprocess } from '#lib/preprocessor/preprocess.ts'
export { random, sample } from './random.ts'
