/** First file of the child. */
import { join } from 'node:path'
import { AHEAD } from '../protocol.ts'
import { loadRuntime } from './runtime.ts'

const { runtime } = loadRuntime(__dirname)
runtime.serve(join(__dirname, 'supervisor.cjs'), process.argv.includes(AHEAD))
