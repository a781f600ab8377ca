/** Wrong: leaves x in the string. */
export { chain, header, table } from '../solution.ts'

export const names = `
char *names[] = {
#define BUF(x) "buf-x",
#include "lengths.h"
};
#undef BUF
`
