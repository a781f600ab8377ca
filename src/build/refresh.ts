/** `npm run refresh`: writes anew what the machine prints: the `output` blocks of lessons and tasks, the README's screen. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compileExercise } from '../course/compile/exercise.ts'
import { glossaryFileName } from '../course/compile/glossary.ts'
import { compileLesson } from '../course/compile/lesson.ts'
import { rewriteOutputs } from '../course/compile/outputs.ts'
import { runExamples } from '../course/doctor/examples.ts'
import { type Notebook, openNotebook } from '../course/notebook/index.ts'
import { exerciseFolders } from './checks.ts'
import { buildContent } from './content.ts'
import { rewriteScreen } from './screens.ts'

const root = process.cwd()
let failures = 0

for (const language of await readdir(join(root, 'lessons'))) {
  for (const name of await readdir(join(root, 'lessons', language))) {
    if (name.endsWith('.md') && name !== glossaryFileName)
      await refresh(`lessons/${language}/${name}`)
  }
}
for (const folder of await exerciseFolders(root)) {
  for (const name of await readdir(join(root, folder)))
    if (/^README(\..+)?\.md$/.test(name)) await refreshTask(folder, `${folder}/${name}`)
}
await buildContent(root)
const readme = join(root, 'README.md')
await writeFile(readme, rewriteScreen(await readFile(readme, 'utf8'), root))
if (failures > 0) process.exitCode = 1

async function refresh(file: string): Promise<void> {
  const text = await readFile(join(root, file), 'utf8')
  const { lesson } = await compileLesson({ id: file, file, text })
  for (const { line, message } of lesson.problems) report(file, line, message)
  const notebook = openNotebook(lesson)
  const fresh = rewriteOutputs(text, (cell) => outputOf(notebook, cell, file))
  if (fresh === text) return
  await writeFile(join(root, file), fresh)
  console.log(`${file}: outputs rewritten`)
}

/** The worked examples of a task print what they print with the solution. */
async function refreshTask(folder: string, file: string): Promise<void> {
  const text = await readFile(join(root, file), 'utf8')
  // What else is wrong with the file is not of interest here; the doctor tells it.
  const { exercise } = compileExercise({ folder, file, text, misconceptions: [] })
  const { results, problems } = await runExamples(root, exercise)
  for (const { line, message } of problems) report(file, line, message)
  const fresh = rewriteOutputs(text, (cell) => {
    const error = results[cell]?.error
    if (error) report(file, error.line, error.message)
    return error ? null : (results[cell]?.output ?? null)
  })
  if (fresh === text) return
  await writeFile(join(root, file), fresh)
  console.log(`${file}: outputs rewritten`)
}

/** The block of a cell that fails keeps what it has: the author is told, and nothing is lost. */
function outputOf(notebook: Notebook, cell: number, file: string): string | null {
  const { output, error } = notebook.runCell(cell)
  if (!error) return output
  report(file, error.line, error.message)
  return null
}

function report(file: string, line: number, message: string): void {
  failures++
  console.error(`${file}:${line}: ${message}`)
}
