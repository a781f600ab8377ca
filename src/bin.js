#!/usr/bin/env node
// The doorstep: everything behind it is built from TypeScript into dist/ when the course is installed.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { Script } from 'node:vm'

const built = fileURLToPath(new URL('../dist/cli.cjs', import.meta.url))
const cache = fileURLToPath(new URL('../dist/cli.cache', import.meta.url))
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `kmalloc-course needs Node 20.19 or newer; this is Node ${process.versions.node}.\n`,
  )
  process.exitCode = 2
} else if (existsSync(built)) {
  // What V8 compiled when the course was built need not be compiled again; see src/build/cache.js.
  const course = new Script(readFileSync(built, 'latin1'), {
    filename: built,
    cachedData: existsSync(cache) ? readFileSync(cache) : undefined,
  })
  course.runInThisContext()(createRequire(built), built)
} else {
  process.stderr.write('The course is not built yet. In its folder, run: npm run build\n')
  process.exitCode = 2
}
