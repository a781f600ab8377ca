/** What a scratch file begins as. */
import type { OwnFile } from '../workspace/index.ts'

/** `name` is the file's name without ending. */
export function scratchFile(name: string): OwnFile {
  return { path: `play/${name}.ts`, text: starterText(name) }
}

export function starterText(name: string): string {
  return `// Your scratch file "${name}". Every save runs it and draws what it shows. Nothing here is graded.
import { boot, GFP_KERNEL, hex, print, show, slabs } from 'kmalloc-course/play'

// A machine that has just booted. Another one: boot({ profile: 'p3-laptop' })
const kernel = boot()

const ring = kernel.kmem_cache_create('ring', 100)
if (!ring) throw new Error('there is no memory for a cache')
const object = kernel.kmem_cache_alloc(ring, GFP_KERNEL)
print('an object at', hex(object))

// Also: arrayCache(ring), slabLayout(ring), memory(object, 64), physicalMap(), cacheList()
show(slabs(ring))
`
}
