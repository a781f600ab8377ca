/** One list of lengths with three users, in C. Mend the texts; the mistakes are in them. */

/** The header lengths.h. */
export const header = `
#ifndef LENGTHS_H
#define LENGTHS_H
#if LINE <= 64
BUF(48)
#endif
BUF(64)
BUF(128)
BUF(2048)
#endif
`

/** The table. */
export const table = `
int lengths[] = {
#define BUF(x) x,
#include "lengths.h"
0
};
#undef BUF
`

/** The chain: the place of the first length that will do. */
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

/** The names. */
export const names = `
char *names[] = {
#define BUF(x) "buf-x",
#include "lengths.h"
};
#undef BUF
`
