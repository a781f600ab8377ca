// The last step of the build: does what learners do most and keeps what V8 compiled for it.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { Script } from 'node:vm'

const built = resolve('dist/cli.cjs')
const rehearsals = [['--help'], ['list'], ['learn', '1', '--section', '1']]

const course = new Script(readFileSync(built, 'latin1'), { filename: built })
const [node, script] = process.argv

// Each command ends when nothing is left to do; then comes the next one.
function next() {
  const command = rehearsals.shift()
  if (command === undefined) return
  process.argv = [node, script, ...command]
  course.runInThisContext()(createRequire(built), built)
}

process.stdout.write = () => true
process.on('beforeExit', next)
process.on('exit', () => {
  process.exitCode = 0
  writeFileSync('dist/cli.cache', course.createCachedData())
})
next()
