#!/usr/bin/env node
// The doorstep: everything behind it is built from TypeScript into dist/ when the course is installed.
import { existsSync } from 'node:fs'

const built = new URL('../dist/cli.js', import.meta.url)
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `kmalloc-course needs Node 20.19 or newer; this is Node ${process.versions.node}.\n`,
  )
  process.exitCode = 2
} else if (existsSync(built)) {
  await import(built.href)
} else {
  process.stderr.write('The course is not built yet. In its folder, run: npm run build\n')
  process.exitCode = 2
}
