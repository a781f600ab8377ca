/** Where every command begins: as little as possible is loaded before it is known what is asked for. */
import { startChild } from '#course/grader/start-child.ts'
import { courseRoot } from './root.ts'

// The process that will run the learner's code takes as long to start as everything else together.
if (process.argv[2] === 'check') startChild(`${courseRoot()}/dist/grader`)

const { runProgram } = await import('./program.ts')
await runProgram(process.argv.slice(2))
