/** The text of /proc/buddyinfo, to the letter. */
import type { Machine } from '../machine.ts'

/**
 * The text of /proc/buddyinfo: free blocks of order 0 to 10 in each zone that has memory. Pages that lie in
 * per-CPU lists are not in it. Linux: mm/page_alloc.c frag_show().
 */
export function buddyinfo(machine: Machine): string {
  return machine.zones
    .filter((zone) => zone.present_pages > 0)
    .map(({ name, nr_free }) => {
      const counts = Array.from(nr_free, (count) => `${String(count).padStart(6)} `).join('')
      return `Node 0, zone ${name.padStart(8)} ${counts}\n`
    })
    .join('')
}
