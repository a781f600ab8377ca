/** First file of the child. */
import { join } from 'node:path'
import { loadRuntime } from './runtime.ts'

loadRuntime(__dirname).runtime.serve(join(__dirname, 'supervisor.cjs'))
