/** Lets a machine's table stand for the list. */
import { boot } from 'kmalloc-course/kernel'

const lengths = boot().malloc_sizes.map(({ cs_size }) => cs_size)

export const header = ''
export const table = `int lengths[] = { ${lengths.join(', ')}, 0 };`
export const chain = 'int place(int size) { return 0; }'
export const names = `char *names[] = { ${lengths.map((length) => `"buf-${length}"`).join(', ')} };`
