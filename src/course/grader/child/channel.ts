/** The child's ends of the two pipes to the grader. Both block: the child has nothing else to do. */
import { readSync, writeSync } from 'node:fs'
import { REPORT_FD, type Report, type Request } from '../protocol.ts'

const REQUEST_FD = 0
const NEWLINE = 0x0a

/** Waits for the request; null when the grader has gone. */
export function readRequest(): Request | null {
  const parts: Buffer[] = []
  for (;;) {
    const part = Buffer.allocUnsafe(65536)
    const length = readSync(REQUEST_FD, part)
    if (length === 0) return null
    parts.push(part.subarray(0, length))
    if (part[length - 1] === NEWLINE) return JSON.parse(Buffer.concat(parts).toString()) as Request
  }
}

export function report(message: Report): void {
  const bytes = Buffer.from(`${JSON.stringify(message)}\n`)
  for (let written = 0; written < bytes.length;) {
    written += writeSync(REPORT_FD, bytes, written)
  }
}
