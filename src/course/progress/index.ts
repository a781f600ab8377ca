/** What a learner has done, kept in the workspace. */
export { type Change, exerciseProgress, isRead, lessonProgress, recordedAnswer } from './change.ts'
export type { Progress } from './schema.ts'
export { openProgress, type ProgressNotice, type ProgressStore } from './store.ts'
export { type NextThing, nextThing, summarize } from './summary.ts'
