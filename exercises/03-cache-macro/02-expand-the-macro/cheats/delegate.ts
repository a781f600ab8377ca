/** Asks a machine for its table, whatever the header says. */
import { boot } from 'kmalloc-course/kernel'

export function expand(_header: string, body: string): string[] {
  return boot().malloc_sizes.map(({ cs_size }) => body.replace(/\bx\b/g, String(cs_size)))
}
