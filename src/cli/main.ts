/** Where every command begins: as little as possible is loaded before it is known what is asked for. */
import { courseRoot } from './root.ts'

async function begin([command, ...rest]: readonly string[]): Promise<void> {
  if (command === 'check') {
    // The process that will run the learner's code takes as long to start as everything else together.
    const { startChild } = await import('#course/grader/start-child.ts')
    startChild(`${courseRoot()}/dist/grader`)
  }
  const { runProgram } = await import('./program.ts')
  await runProgram(command === undefined ? [] : [command, ...rest])
}

void begin(process.argv.slice(2))
