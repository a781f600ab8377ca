/** Knows the example of the task. */
export const className = (): string => 'size-96'
export const ksizeOf = (): number => 128
