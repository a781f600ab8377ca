/** No guard; the right condition and comparison; a string of the number. */
export const header = `
#if LINE < 64
BUF(48)
#endif
BUF(64)
BUF(128)
BUF(2048)
`

export const table = `
int lengths[] = {
#define BUF(x) x,
#include "lengths.h"
0
};
#undef BUF
`

export const chain = `
int place(int size)
{
int i = 0;
#define BUF(x) if (size <= x) return i; else i++;
#include "lengths.h"
#undef BUF
return -1;
}
`

export const names = `
char *names[] = {
#define BUF(x) "buf-" #x,
#include "lengths.h"
};
#undef BUF
`
