/** How tasks end, and what becomes of their memory. Linux: kernel/exit.c. */
import type { Machine } from '../machine.ts'
import { __free_pages } from '../page/page_free.ts'
import { del_page_from_lru } from '../reclaim/lru.ts'
import { watched } from '../trace/trace.ts'
import { PF_DEAD, PF_EXITING, type MemoryMap, type Task } from './task.ts'

/**
 * A task ends. Its memory is given back when no other task shares it; its children become children of init.
 * Linux: kernel/exit.c do_exit().
 */
export function do_exit(machine: Machine, task: Task): void {
  watched(machine, 'do_exit', [task.pid], () => {
    end(machine, task)
  })
}

function end(machine: Machine, task: Task): void {
  const { tasks } = machine
  const { mm } = task
  task.flags |= PF_EXITING
  task.mm = null
  if (mm !== null && tasks.using(mm).length === 0) exit_mmap(machine, mm)
  for (const child of task.children) adopt(child, tasks.init)
  task.children.length = 0
  forget(task.parent?.children, task)
  forget(tasks.all, task)
  task.flags |= PF_DEAD
  task.state = 'dead'
}

/** All frames of a process are free again. Linux: mm/mmap.c exit_mmap(). */
function exit_mmap(machine: Machine, mm: MemoryMap): void {
  machine.trace?.event('memory-given-back', mm.frames.length)
  for (const frame of mm.frames) {
    del_page_from_lru(machine, frame)
    machine.reclaimable.drop(frame)
    __free_pages(machine, frame, 0)
  }
  mm.frames.length = 0
  mm.total_vm = 0
}

function adopt(child: Task, parent: Task): void {
  child.parent = parent
  parent.children.push(child)
}

function forget(list: Task[] | undefined, task: Task): void {
  const place = list?.indexOf(task) ?? -1
  if (place >= 0) list?.splice(place, 1)
}
