/** What must be true of a question and its computed answer, whatever the lesson; told to its author. */
import type { PredictionBlock } from '#text/blocks.ts'
import { beforeRulesAgainst, readOrder, writeOrder } from './order.ts'

type Question = Pick<PredictionBlock, 'form' | 'choices' | 'wrong'>

/** Sentences for the author; none when the answer answers the question and nothing calls it wrong. */
export function answerProblems(question: Question, answer: string): string[] {
  switch (question.form) {
    case 'number':
      return [
        ...(Number.isFinite(Number(answer))
          ? []
          : [`The answer is ${answer}, which is no number.`]),
        ...calledWrong(question, answer),
      ]
    case 'choice':
      return [
        ...(valuesOf(question).includes(answer) ? [] : [`The answer ${answer} is not offered.`]),
        ...calledWrong(question, answer),
      ]
    case 'order':
      return orderProblems(question, answer)
  }
}

function valuesOf({ choices }: Question): string[] {
  return choices.map(({ value }) => value)
}

function calledWrong({ wrong }: Question, answer: string): string[] {
  return Object.hasOwn(wrong, answer) ? [`The answer ${answer} is called wrong.`] : []
}

function orderProblems(question: Question, answer: string): string[] {
  const values = valuesOf(question)
  if (writeOrder(readOrder(answer).toSorted()) !== writeOrder(values.toSorted()))
    return [`The answer ${answer} does not name each of the items once: ${values.join(', ')}.`]
  return [
    ...(answer === writeOrder(values)
      ? ['The mixed items stand in the right order already: list them in another one.']
      : []),
    ...beforeRulesAgainst(question, answer).map((rule) => `"${rule}" is so, and is called wrong.`),
  ]
}
