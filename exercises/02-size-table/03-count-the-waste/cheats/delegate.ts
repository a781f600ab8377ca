/** Asks a machine of its own, whatever table is given. */
import { GFP_KERNEL, NULL, boot } from 'kmalloc-course/kernel'

const machine = boot()

export function wasteOf(
  requests: readonly number[],
  _sizes: readonly number[],
): { given: number; wasted: number; refused: number } {
  const sum = { given: 0, wasted: 0, refused: 0 }
  for (const request of requests) {
    const object = machine.kmalloc(request, GFP_KERNEL)
    if (object === NULL) sum.refused++
    else {
      sum.given += machine.ksize(object)
      sum.wasted += machine.ksize(object) - request
    }
    machine.kfree(object)
  }
  return sum
}

export function worstRequest(_sizes: readonly number[]): number {
  let worst = 1
  for (let size = 1; size < 5000; size++) {
    if (wasteOf([size], []).wasted / size > wasteOf([worst], []).wasted / worst) worst = size
  }
  return worst
}
