/** What the progress file holds, checked when it is read. Unknown fields and exercises are kept as they are. */
import * as v from 'valibot'

/** The first field of the file, so that a person who finds it knows what it is. */
const progressFormat = 'kmalloc-course progress'
/** Raised when an older course could no longer read the file. */
export const progressVersion = 1

const time = v.string()
const count = v.pipe(v.number(), v.integer(), v.minValue(0))

const placeSchema = v.looseObject({ lesson: v.string(), section: v.string(), at: time })

const answerSchema = v.looseObject({
  answer: v.string(),
  right: v.boolean(),
  at: time,
})

const lessonSchema = v.looseObject({
  /** Sections read to the end, with the time of the first reading. */
  read: v.optional(v.record(v.string(), time), {}),
  predictions: v.optional(v.record(v.string(), answerSchema), {}),
})

const exerciseSchema = v.looseObject({
  /** How often the learner's file was judged. */
  attempts: v.optional(count, 0),
  /** How many of the three hints were shown. */
  hints: v.optional(count, 0),
  /** When it first passed. */
  passed: v.optional(v.nullable(time), null),
})

export const progressSchema = v.looseObject({
  format: v.literal(progressFormat),
  version: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(progressVersion)),
  place: v.optional(v.nullable(placeSchema), null),
  lessons: v.optional(v.record(v.string(), lessonSchema), {}),
  exercises: v.optional(v.record(v.string(), exerciseSchema), {}),
  /** The editor the learner chose when asked. */
  editor: v.optional(v.string()),
})

export type Progress = v.InferOutput<typeof progressSchema>
export type LessonProgress = v.InferOutput<typeof lessonSchema>
export type ExerciseProgress = v.InferOutput<typeof exerciseSchema>

/** The progress of somebody who begins. */
export function emptyProgress(): Progress {
  return {
    format: progressFormat,
    version: progressVersion,
    place: null,
    lessons: {},
    exercises: {},
  }
}
