/** Wrong: writes the lengths into the chain. */
export { header, names, table } from '../solution.ts'

export const chain = `
int place(int size)
{
int i = 0;
if (size <= 64) return i; else i++;
if (size <= 128) return i; else i++;
if (size <= 2048) return i; else i++;
return -1;
}
`
