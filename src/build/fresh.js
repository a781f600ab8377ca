// Before `npm start`: build again when a source, a lesson or an exercise is newer than the last build.
import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const stamp = `${root}dist/.built`
const builtFrom = ['src', 'lessons', 'exercises', 'package.json']

/** Time of the newest file or folder under a path, in ms; a folder changes when a file in it comes or goes. */
function newest(path) {
  const { mtimeMs } = statSync(path)
  const entries = readdirSync(path, { withFileTypes: true, recursive: true })
  return entries.reduce(
    (latest, entry) => Math.max(latest, statSync(`${entry.parentPath}/${entry.name}`).mtimeMs),
    mtimeMs,
  )
}

function isFresh() {
  const built = statSync(stamp, { throwIfNoEntry: false })
  if (!built) return false
  return builtFrom.every((name) => {
    const path = root + name
    const changed = statSync(path).isDirectory() ? newest(path) : statSync(path).mtimeMs
    return changed <= built.mtimeMs
  })
}

if (!isFresh()) {
  const build = spawnSync(process.execPath, ['--import', 'tsx', 'src/build/build.ts'], {
    cwd: root,
    stdio: 'inherit',
  })
  process.exitCode = build.status ?? 1
}
