/** Texts for one build, without a list. */
export const header = ''
export const table = 'int lengths[] = { 48, 64, 128, 2048, 0 };'
export const chain = 'int place(int size) { return 0; }'
export const names = 'char *names[] = { "buf-48", "buf-64", "buf-128", "buf-2048" };'
