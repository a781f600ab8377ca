/** Where every command begins: as little as possible is loaded before it is known what is asked for. */
import { ignoreClosedPipes } from './output.ts'
import { runProgram } from './program.ts'

ignoreClosedPipes()
await runProgram(process.argv.slice(2))
