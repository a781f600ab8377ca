/** Before the tests: builds the course if a source is newer, because some tests run the built command itself. */
import { spawnSync } from 'node:child_process'

export function setup(): void {
  const { status, stderr } = spawnSync(process.execPath, ['src/build/fresh.js'], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`The course could not be built:\n${stderr}`)
}
