/** Plays the calls on a machine with slab debugging, and takes what it complains about. */
import { GFP_KERNEL, boot } from 'kmalloc-course/kernel'

type Call = { call: 'kmalloc'; size: number; result: number } | { call: 'kfree'; address: number }

export function audit(calls: readonly Call[]): { place: number; what: string }[] {
  const machine = boot({ slabDebug: true })
  const findings: { place: number; what: string }[] = []
  const addresses = new Map<number, number>()
  for (const [place, call] of calls.entries()) {
    const lines = machine.log().length
    if (call.call === 'kmalloc') {
      addresses.set(call.result, machine.kmalloc(call.size, GFP_KERNEL))
      continue
    }
    try {
      machine.kfree(addresses.get(call.address) ?? call.address)
    } catch {
      findings.push({ place, what: 'foreign' })
    }
    if (machine.log().length > lines) findings.push({ place, what: 'twice' })
  }
  return findings
}
