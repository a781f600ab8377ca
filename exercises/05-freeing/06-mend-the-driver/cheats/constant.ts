/** Takes nothing, so it has nothing to give back. */
export const open = (): null => null
export const close = (): void => undefined
