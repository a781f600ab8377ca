/** What the screen says where it tells why a verdict is no pass. */

export const explanationWords = {
  looking: 'Looking for the reason…',
  figures: 'How things stand after it:',
  yourCode: 'With your code',
  solution: 'With the solution',
  divergence: 'Where your machine and the reference machine part ways:',
  bothBefore: 'Both, before this call:',
  yourMachine: 'Your machine',
  reference: 'Reference machine',
  before: 'Before this call:',
  after: 'After this call:',
  stays: 'It stays like this:',
  bothAfter: 'Both, after this call:',
  nothingMore: 'Nothing more happens.',
  place: (name: string, file: string) => `In ${name}, ${file}`,
  misconception: 'You may be thinking this:',
  known: (name: string) => `All your answers are those of a known misconception, ${name}.`,
  advice: 'Advice from TypeScript, which has no part in the verdict:',
  sinceLastTry: 'Since your last try:',
  nowPasses: (check: string) => `Passes now: ${check}`,
  nowFails: (check: string) => `Does not pass any more: ${check}`,
  otherAnswer: (tried: string, before: string, now: string) => `${tried}: was ${before}, is ${now}`,
  moreAnswers: (count: number, told: number) => {
    const answers = `${told > 0 ? 'other ' : ''}${count === 1 ? 'answer has' : 'answers have'}`
    return `${count === 1 ? 'One' : count} ${answers} changed.`
  },
  nothingChanged: 'The same checks fail, with the same answers.',
}
