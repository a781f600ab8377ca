#!/usr/bin/env node
// The doorstep: everything behind it is built from TypeScript into dist/ when the course is installed.
// It is no ES module because those take Node longer to load.
const { existsSync, readFileSync } = require('node:fs')
const { createRequire } = require('node:module')
const { resolve } = require('node:path')
const { Script } = require('node:vm')

const built = resolve(__dirname, '../dist/cli.cjs')
const cache = resolve(__dirname, '../dist/cli.cache')
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
