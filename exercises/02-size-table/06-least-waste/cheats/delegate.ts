/** Asks a machine of its own what every part gets, whatever table is given. */
import { GFP_KERNEL, boot } from 'kmalloc-course/kernel'

const machine = boot()

interface Part {
  readonly bytes: number
  readonly share: number
}

export function cheapest(layouts: readonly (readonly Part[])[]): number {
  const costs = layouts.map((layout) =>
    layout.reduce((sum, { bytes, share }) => {
      const object = machine.kmalloc(bytes, GFP_KERNEL)
      const cost = machine.ksize(object) * share
      machine.kfree(object)
      return sum + cost
    }, 0),
  )
  return costs.indexOf(Math.min(...costs))
}
