/** From places in compiled code back to the learner's own lines. */
import { SourceMap } from 'node:module'
import { dirname, resolve } from 'node:path'
import type { Place } from './protocol.ts'
import type { Position } from './verdict.ts'

/** `map`: the source map of the compiled file, as JSON. Null if the place came from no line of the learner's. */
export function positionIn(file: string, map: string, place: Place): Position | null {
  const payload = JSON.parse(map) as ConstructorParameters<typeof SourceMap>[0]
  const entry = new SourceMap(payload).findEntry(place.line - 1, place.column - 1)
  if (!('originalSource' in entry)) return null
  const index = payload.sources.indexOf(entry.originalSource)
  const text = payload.sourcesContent[index]?.split('\n')[entry.originalLine]
  if (text === undefined) return null
  return {
    file: resolve(dirname(file), entry.originalSource),
    line: entry.originalLine + 1,
    column: entry.originalColumn + 1,
    source: text,
  }
}

/** The same in a printed line, such as a frame of a stack trace: `file:line:column` becomes the learner's own. */
export function mapPrinted(text: string, file: string, map: string): string {
  if (!text.includes(`${file}:`)) return text
  const [before = '', ...parts] = text.split(`${file}:`)
  const mapped = parts.map((part) => {
    const numbers = /^(\d+):(\d+)/.exec(part)
    const place = numbers && { line: Number(numbers[1]), column: Number(numbers[2]) }
    const position = place && positionIn(file, map, place)
    if (!numbers || !position) return `${file}:${part}`
    return `${position.file}:${position.line}:${position.column}${part.slice(numbers[0].length)}`
  })
  return before + mapped.join('')
}
