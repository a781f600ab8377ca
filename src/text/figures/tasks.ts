/** The processes as a table, with what the OOM killer thinks of them. */
import type { TaskView, TasksView } from '#view/tasks.ts'
import { line, type StyledLine } from '../lines.ts'
import { renderTable } from '../table.ts'
import { type FigureOptions, words } from './box.ts'

export function drawTasks({ current, tasks, killed }: TasksView, options: FigureOptions) {
  const now = `${current.comm} (pid ${current.pid}) calls the kernel now.`
  const dead =
    killed > 0
      ? ` The OOM killer has killed ${killed === 1 ? '1 process' : `${killed} processes`}.`
      : ''
  const note = words(now + dead, options)
  if (tasks.length === 0) return [...words('There are no processes.', options), ...note]
  // The last columns are left out where they would squeeze the names.
  const columns = options.width >= 56 ? 6 : 4
  const cells = (texts: readonly (string | number)[]): StyledLine[] =>
    texts.slice(0, columns).map((text) => line(String(text)))
  const table = renderTable(
    {
      align: ['right', 'left', 'right', 'left', 'right', 'right'],
      head: cells(['pid', 'name', 'score', 'state', 'pages', 'address space']),
      rows: tasks.map((task) =>
        cells([task.pid, task.comm, task.badness, stateOf(task), task.pages, task.total_vm]),
      ),
    },
    options,
  )
  return [...table, ...note]
}

function stateOf({ state, isToDie }: TaskView): string {
  return isToDie ? 'to die' : state
}
