/** The YAML of a `yaml predict` block → a prediction and the expression that computes its answer. */
import * as v from 'valibot'
import { createRandom } from '#lib/prng.ts'
import type { PredictionBlock, Runs } from '#text/blocks.ts'
import { readBefore } from '../order.ts'
import { type Place, inline } from './markdown.ts'
import { readYaml } from './source.ts'

const text = v.pipe(v.string('must be text'), v.trim(), v.nonEmpty('must not be empty'))
const scalar = v.pipe(
  v.union([v.string(), v.number(), v.boolean()], 'must be a word or a number'),
  v.transform(String),
)
const labelled = v.array(
  v.strictObject({ value: scalar, label: text }),
  'must be a list of value and label',
)

const schema = v.strictObject({
  ask: text,
  kind: v.picklist(['number', 'choice', 'order'], 'must be "number", "choice" or "order"'),
  choices: v.optional(v.pipe(labelled, v.minLength(2, 'must offer at least two'))),
  items: v.optional(
    v.pipe(
      labelled,
      v.minLength(3, 'must be at least three; two are a choice'),
      v.maxLength(9, 'must be nine at most: each is called by a digit'),
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
      choices: offered(written).map(({ value, label }) => ({
        value,
        label: inline(label, { ...place, line: line(listKey(written)) }),
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

/** Where the things to choose or to order are listed. */
function listKey({ kind }: Pick<Written, 'kind'>): 'choices' | 'items' {
  return kind === 'order' ? 'items' : 'choices'
}

/** Choices as written; things to order are mixed, in the same way on every machine. */
function offered(written: Written): NonNullable<Written['choices']> {
  if (written.kind !== 'order') return written.choices ?? []
  const items = written.items ?? []
  const letters = Array.from(items.map(({ value }) => value).join(' '))
  const seed = letters.reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003, 1)
  return createRandom(seed).shuffle(items)
}

function checkChoices(
  written: Written,
  { report, line: fence }: Place,
  line: (key: string) => number,
): boolean {
  const { kind, wrong = {} } = written
  const key = listKey(written)
  if (kind !== 'number' && !written[key]) {
    const what = kind === 'order' ? 'An order' : 'A choice'
    report.add(fence, `${key}: is missing. ${what} needs a list of value and label.`)
    return false
  }
  for (const other of ['choices', 'items'] as const) {
    if (!written[other] || (other === key && kind !== 'number')) continue
    const owner = other === 'items' ? 'order' : 'choice'
    report.add(line(other), `${other}: only a prediction of kind "${owner}" has them.`)
  }
  const values = written[key]?.map(({ value }) => value) ?? []
  for (const value of new Set(values.filter((value, index) => values.indexOf(value) !== index)))
    report.add(line(key), `${key}: the value "${value}" stands there twice.`)
  if (kind === 'order') {
    for (const value of values.filter((each) => /[\s,]/.test(each)))
      report.add(line(key), `${key}: the value "${value}" must be one word without commas.`)
  }
  if (isLiteral(written.answer))
    report.add(line('answer'), 'answer: nothing in it comes from the machine; it must be computed.')
  for (const answer of Object.keys(wrong)) {
    const problem = wrongKeyProblem(answer, kind, values)
    if (problem) report.add(line('wrong'), `wrong: ${problem}`)
  }
  return true
}

/** Only numbers, texts and signs: nobody would notice when the machine says something else. */
function isLiteral(answer: string): boolean {
  const names = answer.replaceAll(/'[^']*'|"[^"]*"|`[^`$]*`|\b0x[0-9a-f]+\b|\b\d[\d_.e]*/gi, '')
  return !/[\p{L}_$]/u.test(names)
}

function wrongKeyProblem(
  key: string,
  kind: Written['kind'],
  values: readonly string[],
): string | null {
  if (kind === 'number') return Number.isFinite(Number(key)) ? null : `"${key}" is not a number.`
  if (kind === 'choice') return values.includes(key) ? null : `"${key}" is none of the choices.`
  const pair = readBefore(key)
  if (!pair) return `"${key}" must say which of two stands too early: a before b.`
  const unknown = pair.find((value) => !values.includes(value))
  return unknown === undefined ? null : `"${unknown}" is none of the items.`
}
