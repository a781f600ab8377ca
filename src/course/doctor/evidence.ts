/** What a lesson says of later kernels: whoever doubts it must be able to look it up. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Problem } from '../model.ts'

/** The section in which every lesson says what has changed since. */
const changed = /^## .*\{#changed\}\s*$/

/** The points of that section that have no link to a public document. `file` is given from the root. */
export function examineEvidence(root: string, file: string): Problem[] {
  const lines = readFileSync(join(root, file), 'utf8').split('\n')
  const start = lines.findIndex((line) => changed.test(line))
  if (start === -1) return []
  const after = lines.findIndex((line, index) => index > start && line.startsWith('## '))
  const end = after === -1 ? lines.length : after
  return lines.flatMap((line, index) => {
    if (index < start || index >= end || !line.startsWith('- ')) return []
    const isLast = (one: string) => one.trim() === '' || one.startsWith('- ')
    const length = lines.slice(index + 1).findIndex(isLast) + 1
    const text = lines.slice(index, length === 0 ? end : index + length).join('\n')
    if (/\]\(\s*https:\/\//.test(text)) return []
    const message = 'This says what has changed, without evidence: link a public document.'
    return [{ file, line: index + 1, message }]
  })
}
