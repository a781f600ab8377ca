/** The YAML of a `yaml predict` block → a prediction and the expression that computes its answer. */
import * as v from 'valibot'
import type { PredictionBlock, Runs } from '#text/blocks.ts'
import { type Place, inline } from './markdown.ts'
import { readYaml } from './source.ts'

const text = v.pipe(v.string('must be text'), v.trim(), v.nonEmpty('must not be empty'))
const scalar = v.pipe(
  v.union([v.string(), v.number(), v.boolean()], 'must be a word or a number'),
  v.transform(String),
)

const schema = v.strictObject({
  ask: text,
  kind: v.picklist(['number', 'choice'], 'must be "number" or "choice"'),
  choices: v.optional(
    v.pipe(
      v.array(v.strictObject({ value: scalar, label: text }), 'must be a list of value and label'),
      v.minLength(2, 'must offer at least two'),
    ),
  ),
  answer: v.pipe(
    v.string('must be an expression of the lesson, so that the machine computes it'),
    v.trim(),
    v.nonEmpty('must not be empty'),
  ),
  wrong: v.optional(v.record(v.string(), text, 'must map wrong answers to sentences')),
  otherwise: v.optional(text),
  because: v.optional(text),
})

type Written = v.InferOutput<typeof schema>

export interface CompiledPrediction {
  readonly block: Omit<PredictionBlock, 'index' | 'id'>
  readonly answer: string
  /** Line of the answer in the lesson's file. */
  readonly answerLine: number
}

/** `place.line` is the line of the fence; the YAML begins one below it. Null when it cannot be asked. */
export function compilePrediction(source: string, place: Place): CompiledPrediction | null {
  const written = readYaml(source, schema, place.line + 1, place.report)
  if (!written) return null
  const line = (key: string) => place.line + 1 + lineOfKey(source, key)
  if (!checkChoices(written, place, line)) return null
  const runs = (value: string | undefined, key: string): Runs | null =>
    value === undefined ? null : inline(value, { ...place, line: line(key) })
  return {
    block: {
      kind: 'prediction',
      ask: runs(written.ask, 'ask') ?? [],
      form: written.kind,
      choices: (written.choices ?? []).map(({ value, label }) => ({
        value,
        label: inline(label, { ...place, line: line('choices') }),
      })),
      wrong: Object.fromEntries(
        Object.entries(written.wrong ?? {}).map(([answer, sentence]) => [
          answer,
          inline(sentence, { ...place, line: line('wrong') }),
        ]),
      ),
      otherwise: runs(written.otherwise, 'otherwise'),
      because: runs(written.because, 'because'),
      line: place.line,
    },
    answer: written.answer,
    answerLine: line('answer'),
  }
}

/** Lines above a top-level key. */
function lineOfKey(source: string, key: string): number {
  return Math.max(
    0,
    source.split('\n').findIndex((line) => line.startsWith(`${key}:`)),
  )
}

function checkChoices(
  { kind, choices, wrong = {} }: Written,
  { report, line: fence }: Place,
  line: (key: string) => number,
): boolean {
  if (kind === 'choice' && !choices) {
    report.add(fence, 'choices: is missing. A choice needs a list of value and label.')
    return false
  }
  if (kind === 'number' && choices)
    report.add(line('choices'), 'choices: only a prediction of kind "choice" has them.')
  const values = choices?.map(({ value }) => value) ?? []
  for (const value of new Set(values.filter((value, index) => values.indexOf(value) !== index)))
    report.add(line('choices'), `choices: the value "${value}" stands there twice.`)
  for (const answer of Object.keys(wrong)) {
    if (kind === 'choice' && !values.includes(answer))
      report.add(line('wrong'), `wrong: "${answer}" is none of the choices.`)
    if (kind === 'number' && !Number.isFinite(Number(answer)))
      report.add(line('wrong'), `wrong: "${answer}" is not a number.`)
  }
  return true
}
