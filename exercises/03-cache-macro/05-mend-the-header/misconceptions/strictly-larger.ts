/** Wrong: jumps only if the length is larger. */
export { header, names, table } from '../solution.ts'

export const chain = `
int place(int size)
{
int i = 0;
#define BUF(x) if (size < x) return i; else i++;
#include "lengths.h"
#undef BUF
return -1;
}
`
