/** What a learner has done, kept in the workspace. */
export { type Change, exerciseProgress, isRead, lessonProgress, recordedAnswer } from './change.ts'
export { progressFileName } from './file.ts'
export type { ExerciseProgress, LessonProgress, Place, Progress } from './schema.ts'
export { openProgress, type ProgressNotice, type ProgressStore } from './store.ts'
export { type NextThing, nextThing, summarize, type Summary } from './summary.ts'
