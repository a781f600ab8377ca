/** Another way: one macro hands the list to another, so that each user says in one line what a length means. */
export const header = `
#if LINE >= 64
#else
BUF(48)
#endif
BUF(64)
BUF(128)
BUF(2048)
`

export const table = `
#define ENTRY(x) x,
int lengths[] = {
#define BUF(length) ENTRY(length)
#include "lengths.h"
#undef BUF
0
};
`

export const chain = `
#define STEP(x) if (x < size) i++; else return i;
int place(int size)
{
int i = 0;
#define BUF(length) STEP(length)
#include "lengths.h"
#undef BUF
return -1;
}
`

export const names = `
#define TEXT(x) #x
char *names[] = {
#define BUF(length) "buf-" TEXT(length),
#include "lengths.h"
#undef BUF
};
`
